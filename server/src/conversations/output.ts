import { toTimestamp } from '../shapes/timestamp.ts';
import type { AttachmentRow } from '../store/attachments.ts';
import type { ConversationRow, KnownMember } from '../store/conversations.ts';
import type { ShownMessage } from '../store/messages.ts';

// As a program in a member's browser sees conversations. Members have the names of the published Chime model where it has any.

/** @param members of this conversation, and perhaps of others */
export function toConversation(conversation: ConversationRow, members: readonly KnownMember[]): object {
  const { id, account_id, kind, name, created_by, created_at, updated_at } = conversation;
  return {
    ConversationId: id,
    AccountId: account_id,
    Type: kind,
    Name: name,
    CreatedBy: created_by,
    CreatedTimestamp: toTimestamp(created_at),
    UpdatedTimestamp: toTimestamp(updated_at),
    Members: members.filter(({ conversation_id }) => conversation_id === id).map(toMembership),
  };
}

function toMembership({ user_id, primary_email, display_name, role, invited_by }: KnownMember): object {
  return { MemberId: user_id, Email: primary_email, FullName: display_name, Role: role, InvitedBy: invited_by };
}

export function toMessage(message: ShownMessage): object {
  const { id, conversation_id, sender_id, primary_email, display_name, content, created_at, redacted_at } = message;
  const { file_name, content_type, bytes } = message;
  return {
    MessageId: id,
    ConversationId: conversation_id,
    Sender: { MemberId: sender_id, Email: primary_email, FullName: display_name },
    Content: content,
    CreatedTimestamp: toTimestamp(created_at),
    Redacted: redacted_at !== null,
    ...(file_name !== null && { Attachment: { AttachmentId: id, FileName: file_name, ContentType: content_type, Bytes: bytes } }),
  };
}

export function toAttachment({ id, conversation_id, file_name, content_type, bytes, sha256, created_at }: AttachmentRow): object {
  return {
    AttachmentId: id,
    ConversationId: conversation_id,
    FileName: file_name,
    ContentType: content_type,
    Bytes: bytes,
    Sha256: sha256,
    CreatedTimestamp: toTimestamp(created_at),
  };
}
