/** A line that is a path of this site and nothing else. Texts of other people's choosing never start a line. */
const pathLine = /^\/[\w/-]+$/gm;

/** Completes the links of a stored message with the address of the installation, as it is when the message is sent. */
export function completeLinks(body: string, publicUrl: string): string {
  return (
    body
      // Invitations from before there was a page to accept them.
      .replaceAll(/^\/accept-invitation#/gm, '/invitations/')
      .replaceAll(pathLine, (path) => `${publicUrl}${path}`)
  );
}
