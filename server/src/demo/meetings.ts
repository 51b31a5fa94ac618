import type { MeetingEvent } from '../meetings/event.ts';
import type { DemoAccount } from './accounts.ts';
import { createChance, type Chance } from './chance.ts';
import { seededId } from './ids.ts';
import type { DemoPerson } from './people.ts';
import { isWeekend, type Clocks } from './rhythm.ts';
import { drawSeries, isDue, type Series } from './series.ts';
import type { Demo } from './site.ts';
import { drawMeeting, type Occasion } from './meeting.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** How far back meetings and messages go. */
const daysBack = 90;
const minuteMs = 60_000;

/** Everything that happened in an account's meetings and conversations until the demonstration's present, in the order of time. @param clocks the same for all accounts: asking a calendar takes long */
export function drawMeetingEvents(demo: Demo, account: DemoAccount, clocks: Clocks): MeetingEvent[] {
  const chance = createChance(demo.seed + Number.parseInt(account.id.slice(-8), 16) + 41);
  const series = drawSeries(chance, account);
  const today = Math.floor(demo.now / dayMs) * dayMs;
  const days = Array.from({ length: daysBack + 1 }, (_, index) => today - (daysBack - index) * dayMs);
  return days
    .flatMap((day) => [
      ...occasionsOf(chance, clocks, { account, series, day }).flatMap((occasion) => drawMeeting(chance, occasion)),
      ...drawMessages(chance, clocks, account, day),
    ])
    .filter(({ time }) => time <= demo.now)
    .toSorted((one, other) => one.time - other.time);
}

/** People who are there on a day. */
export function presentOn(people: readonly DemoPerson[], day: number): DemoPerson[] {
  return people.filter(({ status, registeredAt }) => status === 'Registered' && registeredAt !== null && registeredAt < day);
}

interface Day {
  readonly account: DemoAccount;
  readonly series: readonly Series[];
  readonly day: number;
}

/** The meetings of a day: those of the series that are due, and whatever comes up. Weekends are quiet. */
function occasionsOf(chance: Chance, clocks: Clocks, { account, series, day }: Day): Occasion[] {
  const there = presentOn(account.people, day);
  if (there.length < 3) return [];
  const weekend = isWeekend(day);
  const planned = series.filter((one) => isDue(one, day) && presentOn([one.organizer], day).length > 0 && !chance.oneIn(12));
  const regular = planned.map((one): Occasion => {
    const start = clocks.hourIn(one.organizer.office.zone, day, one.hour);
    const people = presentOn(one.members, day).filter(() => !chance.oneIn(8));
    return { ...one, id: seededId(chance, start), start, people, guests: 0, isScheduled: true };
  });
  const adHocMost = Math.ceil(there.length / (weekend ? 250 : 40));
  const adHoc = Array.from({ length: chance.below(adHocMost + 1) }, () => drawOccasion(chance, clocks, there, day));
  return [...regular, ...adHoc];
}

/** A meeting that comes up by itself, at an hour of the organiser's office. */
function drawOccasion(chance: Chance, clocks: Clocks, there: readonly DemoPerson[], day: number): Occasion {
  const organizer = drawSociable(chance, there);
  const type = chance.pick(['Instant', 'Instant', 'ChatCall', 'PhoneCall', 'External', 'UniqueId', 'PersonalMeetingId'] as const);
  const start = clocks.hourIn(organizer.office.zone, day, 9 + chance.below(8)) + chance.below(60) * minuteMs;
  const most = type === 'ChatCall' || type === 'PhoneCall' ? 1 : 6;
  const others = type === 'PhoneCall' ? [] : Array.from({ length: 1 + chance.below(most) }, () => drawSociable(chance, there));
  return {
    id: seededId(chance, start),
    type,
    organizer,
    start,
    minutes: type === 'ChatCall' || type === 'PhoneCall' ? 2 + chance.below(20) : 15 + chance.below(45),
    people: [...new Set(others)].filter((person) => person !== organizer),
    guests: type === 'External' ? 1 + chance.below(3) : 0,
    isScheduled: type === 'External' || type === 'UniqueId' || type === 'PersonalMeetingId',
  };
}

/** Of three drawn the most sociable: some are in everything, some in hardly anything. */
function drawSociable(chance: Chance, people: readonly DemoPerson[]): DemoPerson {
  const drawn = [chance.pick(people), chance.pick(people), chance.pick(people)];
  return drawn.reduce((one, other) => (other.sociability > one.sociability ? other : one));
}

/** What was written on a day: each who wrote at all, with how many messages. */
function drawMessages(chance: Chance, clocks: Clocks, account: DemoAccount, day: number): MeetingEvent[] {
  const quiet = isWeekend(day) ? 12 : 1;
  return presentOn(account.people, day)
    .filter(({ sociability, userType }) => userType === 'PrivateUser' && chance.below(32 * quiet) < sociability)
    .map(({ email, displayName, office, sociability }): MeetingEvent => {
      const time = clocks.hourIn(office.zone, day, 9) + chance.below(9 * 60) * minuteMs;
      const conversation = chance.pick(['OneToOne', 'OneToOne', 'Group', 'Room'] as const);
      return {
        type: 'message.sent',
        id: seededId(chance, time),
        time,
        email,
        displayName,
        data: { conversation, count: 1 + chance.below(3 * sociability) },
      };
    });
}
