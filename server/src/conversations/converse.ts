import { BadRequestException, ForbiddenException, invariant, NotFoundException, ResourceLimitExceededException } from '../errors.ts';
import {
  addMembers,
  countBegunBy,
  countMembers,
  findDirectConversation,
  findOwnConversation,
  insertConversation,
  listRegisteredByEmail,
  pairOf,
  removeMember,
  type ConversationRow,
  type Member,
  type MemberRow,
  type OwnConversation,
} from '../store/conversations.ts';
import type { Tx } from '../store/database.ts';

/** People in a group and in a room. */
export const membersMax = { Direct: 2, Group: 50, Room: 500 } as const;
/** Groups and rooms that one person begins. */
const begunMax = 1_000;

/** A conversation that somebody wants to begin. */
export interface Beginning {
  readonly kind: ConversationRow['kind'];
  /** Of a room, which must have one, or of a group. */
  readonly name?: string | undefined;
  /** Addresses of the others. */
  readonly emails: readonly string[];
}

interface Moment {
  readonly now: number;
  newId(): string;
}

/**
 * Begins a conversation with these people, or finds the one that two people have. Whoever begins a room is its administrator.
 * Throws BadRequestException, NotFoundException for an address that is no colleague's, ResourceLimitExceededException.
 */
export async function converse(
  tx: Tx,
  member: Member,
  { kind, name, emails }: Beginning,
  { now, newId }: Moment,
): Promise<ConversationRow> {
  const others = (await findColleagues(tx, member.accountId, emails)).filter((id) => id !== member.userId);
  checkSize(kind, others.length + 1);
  if (kind === 'Room' && name === undefined) throw new BadRequestException('A room needs a name.');
  if (kind !== 'Direct' && (await countBegunBy(tx, member)) >= begunMax) {
    throw new ResourceLimitExceededException(`You have begun ${begunMax} groups and rooms, the most one person can.`);
  }
  const pair = kind === 'Direct' ? pairOf(member.userId, others[0] ?? '') : null;
  const conversation = {
    account_id: member.accountId,
    id: newId(),
    kind,
    name: kind === 'Direct' ? null : (name ?? null),
    created_by: member.userId,
    pair,
    created_at: now,
    updated_at: now,
  };
  const row = (userId: string): MemberRow => ({
    conversation_id: conversation.id,
    user_id: userId,
    role: kind === 'Room' && userId === member.userId ? 'Administrator' : 'Member',
    invited_by: member.userId,
    updated_at: now,
  });
  if (await insertConversation(tx, conversation, [member.userId, ...others].map(row))) return conversation;
  const known = await findDirectConversation(tx, member.accountId, pair ?? '');
  invariant(known !== undefined, 'Only a direct conversation is there already.');
  return known;
}

function checkSize(kind: ConversationRow['kind'], size: number): void {
  if (size > membersMax[kind]) throw tooMany(kind);
  if (kind === 'Direct' && size !== 2) throw new BadRequestException('A direct conversation is one with somebody else.');
  if (kind === 'Group' && size < 2) throw new BadRequestException('A group needs somebody else in it.');
}

function tooMany(kind: ConversationRow['kind']): BadRequestException {
  return new BadRequestException(`A conversation of the kind ${kind} has at most ${membersMax[kind]} people.`);
}

/** Ids of the registered users who have these addresses. Throws NotFoundException naming an address that nobody has. */
async function findColleagues(tx: Tx, accountId: string, emails: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(emails.map((email) => email.trim().toLowerCase()))];
  const users = new Map((await listRegisteredByEmail(tx, accountId, wanted)).map(({ primary_email, id }) => [primary_email, id]));
  return wanted.map((email) => {
    const id = users.get(email);
    if (id === undefined) throw new NotFoundException(`Your account has no registered user with the address ${email}.`);
    return id;
  });
}

/** Throws NotFoundException unless this person is in the conversation. */
export async function getConversation(tx: Tx, member: Member, id: string): Promise<OwnConversation> {
  const conversation = await findOwnConversation(tx, member, id);
  if (!conversation) throw new NotFoundException('There is no such conversation, or you are not in it.');
  return conversation;
}

/** Adds people to a group, or to a room that the person administers. Throws NotFoundException, ForbiddenException, BadRequestException. */
export async function inviteTo(tx: Tx, member: Member, conversationId: string, emails: readonly string[], now: number): Promise<void> {
  const { id, kind, role } = await getConversation(tx, member, conversationId);
  if (kind === 'Direct') throw new BadRequestException('A direct conversation stays one of two. Begin a group instead.');
  if (kind === 'Room' && role !== 'Administrator') throw onlyAdministrators();
  const added = await findColleagues(tx, member.accountId, emails);
  await addMembers(
    tx,
    added.map((userId) => ({ conversation_id: id, user_id: userId, role: 'Member', invited_by: member.userId, updated_at: now })),
  );
  if ((await countMembers(tx, id)) > membersMax[kind]) throw tooMany(kind);
}

/** Leaves a group or room, or takes somebody else out of a room that the person administers. Throws like `inviteTo`. */
export async function removeFrom(tx: Tx, member: Member, conversationId: string, userId: string): Promise<void> {
  const { id, kind, role } = await getConversation(tx, member, conversationId);
  if (kind === 'Direct') throw new BadRequestException('Nobody leaves a direct conversation.');
  if (userId !== member.userId && (kind !== 'Room' || role !== 'Administrator')) throw onlyAdministrators();
  if (!(await removeMember(tx, id, userId))) throw new NotFoundException('Nobody of that id is in the conversation.');
}

function onlyAdministrators(): ForbiddenException {
  return new ForbiddenException('That is for the administrators of a room.');
}
