import { toCsv } from '../shapes/csv.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { ExportableAttachment } from '../store/exportable-attachments.ts';

/** The address first, so that `cut -d, -f1` gives what to download: no address has a comma or a quotation mark in it. */
const columns = [
  'Url',
  'FileName',
  'Bytes',
  'Sha256',
  'UploadedAt',
  'UploadedBy',
  'UploadedByUserId',
  'ConversationType',
  'ConversationId',
  'ConversationName',
  'AttachmentId',
] as const;

const header = toCsv({ columns, rows: [] });

/** One attachment and the address under which it can be downloaded. */
export interface LinkedAttachment {
  readonly attachment: ExportableAttachment;
  readonly url: string;
}

/** A part of the file that an export is: the first one begins with the names of the columns. */
export function exportPart(linked: readonly LinkedAttachment[], isFirst: boolean): string {
  const rows = linked.map(({ url, attachment }) => [
    url,
    attachment.file_name,
    attachment.bytes,
    attachment.sha256,
    toTimestamp(attachment.created_at),
    attachment.primary_email,
    attachment.uploaded_by,
    attachment.kind,
    attachment.conversation_id,
    attachment.name,
    attachment.id,
  ]);
  const text = toCsv({ columns, rows });
  return isFirst ? text : text.slice(header.length);
}
