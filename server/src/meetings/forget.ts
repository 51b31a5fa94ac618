import type { Tx } from '../store/database.ts';
import { addFigures, dropAttendances } from '../store/meeting-figures.ts';
import { deleteMeetingEvents, listMeetingEventsAfter, lockMeetingLedger, start, type Ledger } from '../store/meeting-events.ts';
import { deleteProjectedMeeting, listProjectedMeetings, listSessionsOfMeeting } from '../store/meeting-projection.ts';
import { listOldMeetings } from '../store/silent-meetings.ts';
import { recogniseLogged } from './identify.ts';
import { readConference, unknownConference } from './projection/conference.ts';
import { addEvents, createFigures, type Figures } from './projection/figures.ts';
import { planConference } from './projection/plan.ts';

/** Events of one meeting, or messages outside of meetings, that are forgotten at once. */
const eventsMax = 5_000;

/**
 * Forgets the oldest meeting of which nothing has happened since `before`, or messages of that time, and takes them out of
 * the figures: what is left is what the rest of the log says. Answers how many events that were.
 */
export async function forgetBefore(tx: Tx, accountId: string, before: number): Promise<number> {
  const ledger = await lockMeetingLedger(tx, accountId);
  // The new projection would have to forget the same, and nothing is urgent about it.
  if (ledger.rebuild) return 0;
  const [old] = await listOldMeetings(tx, { projectionId: ledger.projectionId, before, limit: 1 });
  return old ? forgetMeeting(tx, accountId, ledger, old.conference_id) : forgetMessages(tx, accountId, ledger, before);
}

async function forgetMeeting(tx: Tx, accountId: string, { projectionId }: Ledger, conferenceId: string): Promise<number> {
  const found = await listMeetingEventsAfter(tx, accountId, { ...start, conferenceId }, eventsMax);
  const events = found.filter(({ conference_id }) => conference_id === conferenceId);
  const figures = createFigures();
  addEvents(figures, await recogniseLogged(tx, accountId, events), -1);
  // A meeting of very many events goes with the first of them; the others follow it.
  const [row] = await listProjectedMeetings(tx, projectionId, [conferenceId]);
  if (row && events.length < eventsMax) {
    const conference = readConference(row, await listSessionsOfMeeting(tx, projectionId, conferenceId));
    const { notAttended } = planConference(conference, unknownConference(conferenceId), figures);
    await dropAttendances(
      tx,
      notAttended.map((attendance) => ({ ...attendance, projection_id: projectionId, conference_id: conferenceId })),
    );
    await deleteProjectedMeeting(tx, projectionId, conferenceId);
  }
  return takeOut(tx, accountId, projectionId, events, figures);
}

async function forgetMessages(tx: Tx, accountId: string, { projectionId }: Ledger, before: number): Promise<number> {
  const found = await listMeetingEventsAfter(tx, accountId, start, eventsMax);
  const events = found.filter(({ conference_id, time }) => conference_id === '' && time < before);
  if (events.length === 0) return 0;
  const figures = createFigures();
  addEvents(figures, await recogniseLogged(tx, accountId, events), -1);
  return takeOut(tx, accountId, projectionId, events, figures);
}

/** Corrects the figures, and deletes the events they were counted from. Answers how many events that were. */
async function takeOut(
  tx: Tx,
  accountId: string,
  projectionId: string,
  events: readonly { readonly event_key: string }[],
  { userDays, accountDays }: Figures,
): Promise<number> {
  await addFigures(tx, projectionId, [...userDays.values()], [...accountDays.values()]);
  await deleteMeetingEvents(
    tx,
    accountId,
    events.map(({ event_key }) => event_key),
  );
  return events.length;
}
