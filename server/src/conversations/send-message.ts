import { ForbiddenException, NotFoundException } from '../errors.ts';
import { carillonSource } from '../meetings/event.ts';
import { recordMeetingEvents } from '../meetings/record.ts';
import { removeAttachment } from '../store/attachments.ts';
import type { ConversationRow, Member } from '../store/conversations.ts';
import type { Tx } from '../store/database.ts';
import { findMessage, insertMessage, redactMessage, type MessageRow } from '../store/messages.ts';
import { getConversation } from './converse.ts';

/** Characters of one message. */
export const contentLengthMax = 10_000;

/** What somebody says. */
export interface Said {
  readonly id: string;
  readonly content: string;
  readonly now: number;
}

/** Says something in a conversation that the person is known to be in; it counts in the reports of the account. */
export async function sendMessage(
  tx: Tx,
  { userId }: Member,
  conversation: ConversationRow,
  { id, content, now }: Said,
): Promise<MessageRow> {
  const message: MessageRow = {
    conversation_id: conversation.id,
    id,
    account_id: conversation.account_id,
    sender_id: userId,
    content,
    created_at: now,
    redacted_at: null,
    redacted_by: null,
  };
  await insertMessage(tx, message);
  const data = { conversation: reportedKinds[conversation.kind] };
  const event = { type: 'message.sent', id, time: now, userId, data } as const;
  await recordMeetingEvents(tx, conversation.account_id, carillonSource, [event], now);
  return message;
}

/** As reports know conversations. */
const reportedKinds = { Direct: 'OneToOne', Group: 'Group', Room: 'Room' } as const;

/**
 * Takes out what the person has said, with its file; in rooms, administrators may take out what others have. A repetition changes
 * nothing. Throws NotFoundException, ForbiddenException.
 */
export async function takeBack(tx: Tx, member: Member, conversationId: string, id: string, now: number): Promise<void> {
  const conversation = await getConversation(tx, member, conversationId);
  const message = await findMessage(tx, conversation.id, id);
  if (!message) throw new NotFoundException('There is no such message in the conversation.');
  if (message.sender_id !== member.userId && !(conversation.kind === 'Room' && conversation.role === 'Administrator')) {
    throw new ForbiddenException('Messages are taken back by those who sent them, and in rooms by administrators.');
  }
  if (await redactMessage(tx, { conversationId: conversation.id, id, by: member.userId, now })) {
    await removeAttachment(tx, conversation.account_id, id, now);
  }
}
