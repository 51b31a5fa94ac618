import type { Tx } from '../store/database.ts';
import { findMeetingUsers, type MeetingUser } from '../store/meeting-users.ts';
import type { MeetingEvent } from './event.ts';

/** Which user of the account each person of these events is, by what the source says of them. */
export type Recognise = (person: Pick<MeetingEvent, 'email' | 'userId'>) => MeetingUser | undefined;

/**
 * Looks up everybody whom the events name: by address, then by the id of the user, then by an alias of either that the
 * operator has given. Whoever is none of them is a guest.
 */
export async function identifyPeople(
  tx: Tx,
  accountId: string,
  people: readonly Pick<MeetingEvent, 'email' | 'userId'>[],
): Promise<Recognise> {
  const emails = new Set(people.flatMap(({ email }) => (email === undefined ? [] : [email.toLowerCase()])));
  const ids = new Set(people.flatMap(({ userId }) => (userId === undefined ? [] : [userId])));
  const found = await findMeetingUsers(tx, accountId, { emails: [...emails], ids: [...ids] });
  return ({ email, userId }) =>
    (email === undefined ? undefined : found.byEmail.get(email.toLowerCase())) ??
    (userId === undefined ? undefined : found.byId.get(userId)) ??
    (email === undefined ? undefined : found.byAlias.get(email.toLowerCase())) ??
    (userId === undefined ? undefined : found.byAlias.get(userId.toLowerCase()));
}
