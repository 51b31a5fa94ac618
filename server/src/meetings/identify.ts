import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { LoggedEvent } from '../store/meeting-events.ts';
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

const Logged = z.object({ email: z.string().optional(), userId: z.string().optional() });

/**
 * Events of the log with the users whom they are about: those who were recognised when they came in, and those who can be
 * by now, because an alias was given or a user was added since.
 */
export async function recogniseLogged(tx: Tx, accountId: string, events: readonly LoggedEvent[]): Promise<readonly LoggedEvent[]> {
  const people = new Map<LoggedEvent, z.output<typeof Logged>>();
  for (const event of events) {
    if (event.user_id !== null) continue;
    const { email, userId } = Logged.parse(JSON.parse(event.person));
    if (email !== undefined || userId !== undefined) people.set(event, { email, userId });
  }
  if (people.size === 0) return events;
  const recognise = await identifyPeople(tx, accountId, [...people.values()]);
  return events.map((event) => {
    const person = people.get(event);
    const user = person && recognise(person);
    return user ? { ...event, user_id: user.id, is_pro: user.isPro ? 1 : 0 } : event;
  });
}
