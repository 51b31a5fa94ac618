import type { ConversationRow, KnownMember } from '../store/conversations.ts';

/** What a conversation is called by one of its people: its name, or the others. @param members of this conversation, and perhaps of others */
export function titleOf(
  { id, kind, name }: Pick<ConversationRow, 'id' | 'kind' | 'name'>,
  members: readonly KnownMember[],
  userId: string,
): string {
  if (name !== null) return name;
  const others = members.filter(({ conversation_id, user_id }) => conversation_id === id && user_id !== userId);
  const names = others.map(({ display_name, primary_email }) => display_name ?? primary_email);
  if (names.length > namesMax) return `${names.slice(0, namesMax).join(', ')} and ${names.length - namesMax} others`;
  return names.length > 0 ? names.join(', ') : kind === 'Direct' ? 'somebody who has left' : 'a group of people who have left';
}

const namesMax = 3;
