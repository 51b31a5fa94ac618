import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';
import type { UserRow } from './users.ts';

export type ConversationRow = Tables['conversations'];
export type MemberRow = Tables['conversation_members'];

/** A conversation as one of its members finds it. */
export type OwnConversation = ConversationRow & Pick<MemberRow, 'role'>;

/** Who is in a conversation, and who that is. */
export type KnownMember = MemberRow & Pick<UserRow, 'primary_email' | 'display_name'>;

/** The two people of a direct conversation, in whatever order they are named. */
export function pairOf(oneUserId: string, otherUserId: string): string {
  return [oneUserId, otherUserId].toSorted().join(' ');
}

/** Begins a conversation. Answers false if the two have one already; then nothing is stored. */
export async function insertConversation(tx: Tx, conversation: ConversationRow, members: readonly MemberRow[]): Promise<boolean> {
  if ((await tx.run(insertConversationRow, conversation)) === 0) return false;
  await tx.runEach(insertMemberRow, members);
  return true;
}

const insertConversationRow = statement<ConversationRow>('insertConversation', (sql, param) =>
  sql
    .insertInto('conversations')
    .values({
      account_id: param('account_id'),
      id: param('id'),
      kind: param('kind'),
      name: param('name'),
      created_by: param('created_by'),
      pair: param('pair'),
      created_at: param('created_at'),
      updated_at: param('updated_at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const insertMemberRow = statement<MemberRow>('insertConversationMember', (sql, param) =>
  sql
    .insertInto('conversation_members')
    .values({
      conversation_id: param('conversation_id'),
      user_id: param('user_id'),
      role: param('role'),
      invited_by: param('invited_by'),
      updated_at: param('updated_at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Adds people to a conversation; whoever is in it stays as they are. */
export async function addMembers(tx: Tx, members: readonly MemberRow[]): Promise<void> {
  await tx.runEach(insertMemberRow, members);
}

/** Takes one of its people out of a conversation; answers whether they were in it. */
export async function removeMember(tx: Tx, conversationId: string, userId: string): Promise<boolean> {
  return (await tx.run(deleteConversationMember, { conversationId, userId })) > 0;
}

const deleteConversationMember = statement<{ conversationId: string; userId: string }>('deleteConversationMember', (sql, param) =>
  sql.deleteFrom('conversation_members').where('conversation_id', '=', param('conversationId')).where('user_id', '=', param('userId')),
);

/** The direct conversation of two people. */
export async function findDirectConversation(tx: Tx, accountId: string, pair: string): Promise<ConversationRow | undefined> {
  return tx.first(selectDirectConversation, { accountId, pair });
}

const selectDirectConversation = statement<{ accountId: string; pair: string }, ConversationRow>('selectDirectConversation', (sql, param) =>
  sql.selectFrom('conversations').selectAll().where('account_id', '=', param('accountId')).where('pair', '=', param('pair')),
);

/** Somebody who may see what is said in a conversation. */
export interface Member {
  /** The account that the user is in now: conversations of a former one are closed. */
  readonly accountId: string;
  readonly userId: string;
}

/** The conversation, if this person is in it. Whoever is not cannot tell it from one that does not exist. */
export async function findOwnConversation(tx: Tx, member: Member, id: string): Promise<OwnConversation | undefined> {
  return tx.first(selectOwnConversation, { ...member, id });
}

const selectOwnConversation = statement<Member & { id: string }, OwnConversation>('selectOwnConversation', (sql, param) =>
  sql
    .selectFrom('conversations')
    .innerJoin('conversation_members', 'conversation_members.conversation_id', 'conversations.id')
    .selectAll('conversations')
    .select('conversation_members.role')
    .where('conversations.account_id', '=', param('accountId'))
    .where('conversations.id', '=', param('id'))
    .where('conversation_members.user_id', '=', param('userId')),
);

/** Sorts after every id. */
export const newest = '~';

/** One page of the person's conversations, the newest first, before the conversation `before`. */
export async function listOwnConversations(tx: Tx, member: Member, before: string, size: number): Promise<Page<OwnConversation>> {
  return toPage(await tx.all(selectOwnConversations, { ...member, before, limit: size + 1 }), size, ({ id }) => id);
}

const selectOwnConversations = statement<Member & { before: string; limit: number }, OwnConversation>(
  'selectOwnConversations',
  (sql, param) =>
    sql
      .selectFrom('conversation_members')
      .innerJoin('conversations', 'conversations.id', 'conversation_members.conversation_id')
      .selectAll('conversations')
      .select('conversation_members.role')
      .where('conversation_members.user_id', '=', param('userId'))
      .where('conversation_members.conversation_id', '<', param('before'))
      .where('conversations.account_id', '=', param('accountId'))
      .orderBy('conversation_members.conversation_id', 'desc')
      .limit(param('limit')),
);

/** The people of these conversations, at most `limit` in all, those who are still users. */
export async function listMembers(tx: Tx, conversationIds: readonly string[], limit: number): Promise<KnownMember[]> {
  if (conversationIds.length === 0) return [];
  return tx.query(
    tx.sql
      .selectFrom('conversation_members')
      .innerJoin('users', 'users.id', 'conversation_members.user_id')
      .selectAll('conversation_members')
      .select(['users.primary_email', 'users.display_name'])
      .where('conversation_members.conversation_id', 'in', conversationIds)
      .orderBy('conversation_members.conversation_id')
      .orderBy('conversation_members.user_id')
      .limit(limit),
  );
}

/** How many people are in the conversation. */
export async function countMembers(tx: Tx, conversationId: string): Promise<number> {
  return (await tx.first(selectMemberCount, { conversationId }))?.count ?? 0;
}

const selectMemberCount = statement<{ conversationId: string }, { count: number }>('selectConversationMemberCount', (sql, param) =>
  sql
    .selectFrom('conversation_members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('conversation_id', '=', param('conversationId')),
);

/** How many groups and rooms the person has begun. */
export async function countBegunBy(tx: Tx, { accountId, userId }: Member): Promise<number> {
  return (await tx.first(selectBegunCount, { accountId, userId }))?.count ?? 0;
}

const selectBegunCount = statement<Member, { count: number }>('selectBegunConversationCount', (sql, param) =>
  sql
    .selectFrom('conversation_members')
    .innerJoin('conversations', 'conversations.id', 'conversation_members.conversation_id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('conversation_members.user_id', '=', param('userId'))
    .where('conversations.account_id', '=', param('accountId'))
    .where('conversations.created_by', '=', param('userId'))
    .where('conversations.pair', 'is', null),
);

/** Those of the folded primary addresses whose users are registered in the account. */
export async function listRegisteredByEmail(tx: Tx, accountId: string, emails: readonly string[]): Promise<UserRow[]> {
  if (emails.length === 0) return [];
  return tx.query(
    tx.sql
      .selectFrom('users')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('primary_email', 'in', emails)
      .where('registration_status', '=', 'Registered'),
  );
}
