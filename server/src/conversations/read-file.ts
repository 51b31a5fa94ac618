import type { Readable } from 'node:stream';
import { NotFoundException, ServiceUnavailableException } from '../errors.ts';
import { ObjectStoreError } from '../objects/object-store-error.ts';
import { findOwnAttachment, type AttachmentRow } from '../store/attachments.ts';
import type { SignedIn } from '../store/sessions.ts';
import { memberOf } from './member.ts';
import type { ConversationSite } from './site.ts';

/** A file that is being read. */
export interface OpenFile {
  readonly attachment: AttachmentRow;
  /** Read to its end, or destroyed. */
  readonly body: Readable;
}

/** Opens a file of a conversation that the person is in. Throws NotFoundException, ServiceUnavailableException. */
export async function readFile(
  { database, objects, fault }: ConversationSite,
  requestId: string,
  signedIn: SignedIn,
  id: string,
): Promise<OpenFile> {
  const attachment = await database.read('', (tx) => findOwnAttachment(tx, memberOf(signedIn), id));
  if (!attachment) throw new NotFoundException('There is no such file, or it was sent to a conversation that you are not in.');
  try {
    const { body } = await objects.own.get(attachment.object_key);
    return { attachment, body };
  } catch (cause) {
    fault(cause, requestId);
    if (!(cause instanceof ObjectStoreError)) throw cause;
    throw new ServiceUnavailableException('The file cannot be read right now. Try again in a few minutes.', { cause });
  }
}
