import type { MeetingEvent } from '../meetings/event.ts';
import type { DemoAccount } from './accounts.ts';
import type { Chance } from './chance.ts';
import type { DemoPerson } from './people.ts';

/** A meeting that comes back, with the same organiser and the same people. */
export interface Series {
  readonly type: 'PersonalMeetingId' | 'Moderated' | 'UniqueId';
  readonly organizer: DemoPerson;
  /** Without the organiser. */
  readonly members: readonly DemoPerson[];
  /** By the clocks of the organiser's office. */
  readonly hour: number;
  readonly minutes: number;
  /** Days of the week, Sunday = 0. */
  readonly weekdays: readonly number[];
}

export type MeetingType = NonNullable<Extract<MeetingEvent, { type: 'meeting.started' }>['data']['type']>;

const membersMax = 6;

/** Each department of each office has its weekly meeting, and some a short daily one. */
export function drawSeries(chance: Chance, { people }: DemoAccount): Series[] {
  const registered = people.filter(({ status, userType }) => status === 'Registered' && userType === 'PrivateUser');
  const rooms = people.filter(({ userType }) => userType === 'SharedDevice');
  const teams = Object.values(Object.groupBy(registered, ({ department, office }) => `${office.city} ${department}`));
  return teams.flatMap((team = []) => {
    // Series are led by people with the license for it.
    const organizer = team.find(({ license }) => license === 'Pro');
    if (!organizer || team.length < 3) return [];
    const room = rooms.filter(({ office }) => office === organizer.office).slice(0, chance.below(2));
    const members = [...team.filter((person) => person !== organizer).slice(0, membersMax), ...room];
    const common = { organizer, members };
    const weekly: Series = {
      ...common,
      type: chance.pick(['PersonalMeetingId', 'UniqueId', 'Moderated']),
      hour: 9 + chance.below(7) + chance.pick([0, 0.5]),
      minutes: chance.pick([30, 45, 60]),
      weekdays: [1 + chance.below(5)],
    };
    const daily: Series = { ...common, type: 'PersonalMeetingId', hour: 9.25, minutes: 15, weekdays: [1, 2, 3, 4, 5] };
    return chance.oneIn(9) ? [weekly, daily] : [weekly];
  });
}

/** Whether the series meets on a UTC day. */
export function isDue({ weekdays }: Series, day: number): boolean {
  return weekdays.includes(new Date(day).getUTCDay());
}
