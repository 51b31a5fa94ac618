import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { BadRequestException, ServiceUnavailableException, UnauthorizedClientException } from '../errors.ts';
import { safeFileName } from '../objects/disposition.ts';
import { auditUser } from '../signin/audit.ts';
import type { Visit } from '../signin/way.ts';
import { addContent, findUsage, holdContent, quotaExceeded } from '../store/attachment-contents.ts';
import { insertAttachment, type AttachmentRow } from '../store/attachments.ts';
import type { Member } from '../store/conversations.ts';
import type { Tx } from '../store/database.ts';
import { adoptObject, discardObject } from '../store/discarded-objects.ts';
import type { SignedIn } from '../store/sessions.ts';
import { attachmentBytesMax, receiveFile, removeArrived, tooLarge, type ArrivedFile } from './arrival.ts';
import { getConversation } from './converse.ts';
import { memberOf } from './member.ts';
import { sendMessage } from './send-message.ts';
import type { ConversationSite } from './site.ts';

/** How long a file may take from here to the object store; what takes longer is swept. */
const storingMaxMs = 60 * 60_000;
const contentTypeLengthMax = 100;
const unknownType = 'application/octet-stream';

/** A file on its way to a conversation. */
export interface SentFile {
  readonly conversationId: string;
  /** What the sender's machine calls it; any text. */
  readonly fileName: string;
  /** What it is said to be; any text. */
  readonly contentType: string;
  readonly content: Readable;
  /** Bytes, where they are announced; undefined = nobody knows yet. */
  readonly announcedBytes: number | undefined;
  /** Asked once the file is here: sessions end at once, also while a file is arriving. */
  stillSignedIn(): Promise<boolean>;
}

/**
 * Takes a file into a conversation that the person is in. Content that the account has already is not stored again. Whatever
 * fails or dies in the middle leaves no file, no message and, after a while, no object.
 * Throws NotFoundException, BadRequestException, FrontDoorError (413), ResourceLimitExceededException, ServiceUnavailableException.
 */
export async function sendFile(site: ConversationSite, visit: Visit, signedIn: SignedIn, file: SentFile): Promise<AttachmentRow> {
  const { database, uploads, arrivals, newId, quotaBytes } = site;
  const member = memberOf(signedIn);
  if ((file.announcedBytes ?? 0) > attachmentBytesMax) throw tooLarge();
  await database.read('', async (tx) => {
    await getConversation(tx, member, file.conversationId);
    if ((await findUsage(tx, member.accountId)) >= quotaBytes) throw quotaExceeded(quotaBytes);
  });
  return uploads.pass(async () => {
    const arrived = await receiveFile(file.content, arrivals, newId());
    try {
      if (!(await file.stillSignedIn())) throw new UnauthorizedClientException('You are signed out. Nothing was stored.');
      return await storeFile(site, visit, signedIn, { file, arrived });
    } finally {
      await removeArrived(arrived.path);
    }
  });
}

interface Arrived {
  readonly file: SentFile;
  readonly arrived: ArrivedFile;
}

async function storeFile(site: ConversationSite, visit: Visit, signedIn: SignedIn, { file, arrived }: Arrived): Promise<AttachmentRow> {
  const { database, objects, newId, quotaBytes } = site;
  const member = memberOf(signedIn);
  const { accountId } = member;
  const { sha256, bytes } = arrived;
  const finish = (tx: Tx): Promise<AttachmentRow> => record(tx, visit, signedIn, { id: newId(), file, arrived });
  const known = await database.write('', async (tx) => ((await holdContent(tx, accountId, sha256)) ? finish(tx) : undefined));
  if (known) return known;
  // The key is this upload's alone: what sweeps up after another one can never take it away.
  const objectKey = `attachments/${accountId}/${sha256}/${newId()}`;
  await database.write('', (tx) => discardObject(tx, objectKey, visit.now + storingMaxMs));
  try {
    await objects.own.put(objectKey, createReadStream(arrived.path), { contentType: unknownType, contentLength: bytes });
  } catch (cause) {
    site.fault(cause, visit.requestId);
    throw new ServiceUnavailableException('Files cannot be stored right now. Nothing was sent; try again in a few minutes.', { cause });
  }
  return database.write('', async (tx) => {
    const isKept = await addContent(tx, { accountId, sha256, bytes, objectKey, quotaBytes, now: visit.now });
    if (!isKept) await discardObject(tx, objectKey, visit.now);
    else if (!(await adoptObject(tx, objectKey))) {
      throw new ServiceUnavailableException('It took too long to store the file. Nothing was sent; try again.');
    }
    return finish(tx);
  });
}

/** Whoever was taken out of the conversation while the file was arriving sends nothing to it. */
async function record(
  tx: Tx,
  visit: Visit,
  signedIn: SignedIn,
  { id, file, arrived }: Arrived & { readonly id: string },
): Promise<AttachmentRow> {
  const member: Member = memberOf(signedIn);
  const conversation = await getConversation(tx, member, file.conversationId);
  await sendMessage(tx, member, conversation, { id, content: '', now: visit.now });
  const attachment: AttachmentRow = {
    account_id: member.accountId,
    id,
    conversation_id: conversation.id,
    uploaded_by: member.userId,
    file_name: toFileName(file.fileName),
    content_type: toContentType(file.contentType),
    bytes: arrived.bytes,
    sha256: arrived.sha256,
    created_at: visit.now,
  };
  await insertAttachment(tx, attachment);
  const parameters = { ConversationId: conversation.id, AttachmentId: id, Bytes: arrived.bytes, Sha256: arrived.sha256 };
  await auditUser(tx, visit, signedIn.user, { name: 'SendAttachment', parameters });
  return attachment;
}

/** The name under which others save it. Throws BadRequestException for none. */
function toFileName(fileName: string): string {
  if (fileName.trim() === '') throw new BadRequestException('The file has no name. Choose a file, or give it a name.');
  return safeFileName(fileName);
}

/** The type as it is said, if it is one: nobody looks into the file. */
function toContentType(contentType: string): string {
  const [type = ''] = contentType.toLowerCase().split(';');
  const isType = type.length <= contentTypeLengthMax && /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/.test(type.trim());
  return isType ? type.trim() : unknownType;
}
