import { converse } from '../../conversations/converse.ts';
import { memberOf } from '../../conversations/member.ts';
import { readFile } from '../../conversations/read-file.ts';
import { sendFile } from '../../conversations/send-file.ts';
import { takeBack } from '../../conversations/send-message.ts';
import { BadRequestException } from '../../errors.ts';
import { auditUser } from '../../signin/audit.ts';
import type { SignedIn } from '../../store/sessions.ts';
import { orAgain } from './again.ts';
import type { PageRequest, Portal, Route } from './answer.ts';
import { showFiles } from './attachment-page.ts';
import { signedInRoute } from './me-routes.ts';

/** The files that a person and their colleagues have sent each other. */
export const attachmentRoutes: readonly Route[] = [
  signedInRoute('GET', '/me/attachments', (portal, request, signedIn) => showFiles(portal, request, signedIn)),
  {
    ...signedInRoute('POST', '/me/attachments', async (portal, request, signedIn) => {
      const again = await showFiles(portal, request, signedIn);
      return orAgain(
        async () => {
          await upload(portal, request, signedIn);
          return { kind: 'redirect', location: '/me/attachments?done=sent' };
        },
        (message) => again.withProblem(message),
      );
    }),
    takesFile: true,
  },
  signedInRoute('POST', '/me/attachments/remove', async ({ site }, { visit, field }, signedIn) => {
    const place = { ConversationId: field('conversation'), MessageId: field('file') };
    await site.database.write('', async (tx) => {
      await takeBack(tx, memberOf(signedIn), place.ConversationId, place.MessageId, visit.now);
      await auditUser(tx, visit, signedIn.user, { name: 'RedactMessage', parameters: place });
    });
    return { kind: 'redirect', location: '/me/attachments?done=removed' };
  }),
  signedInRoute('GET', '/me/attachments/:id', async ({ conversations }, { visit, param }, signedIn) => {
    const { attachment, body } = await readFile(conversations, visit.requestId, signedIn, param('id'));
    const { file_name: fileName, content_type: contentType, bytes } = attachment;
    return { kind: 'download', fileName, contentType, bytes, body };
  }),
];

async function upload(portal: Portal, request: PageRequest, signedIn: SignedIn): Promise<void> {
  const { visit, file, field, whoIs } = request;
  if (!file || file.name === '') throw new BadRequestException('Choose a file first.');
  await sendFile(portal.conversations, visit, signedIn, {
    conversationId: await findTarget(portal, signedIn, visit.now, { conversationId: field('conversation'), email: field('email') }),
    fileName: file.name,
    contentType: file.type,
    content: file.content,
    announcedBytes: undefined,
    stillSignedIn: async () => (await whoIs()) !== undefined,
  });
}

/** The conversation that was chosen, or the direct one with whoever has the address. */
async function findTarget(
  { site }: Portal,
  signedIn: SignedIn,
  now: number,
  { conversationId, email }: { readonly conversationId: string; readonly email: string },
): Promise<string> {
  if (email === '' && conversationId === '') throw new BadRequestException('Say who gets the file: an address, or a conversation.');
  if (email === '') return conversationId;
  const beginning = { kind: 'Direct', emails: [email] } as const;
  return (await site.database.write('', (tx) => converse(tx, memberOf(signedIn), beginning, { now, newId: site.newId }))).id;
}
