import type { MeetingEvent } from '../meetings/event.ts';
import type { Chance } from './chance.ts';
import type { DemoPerson } from './people.ts';
import type { MeetingType } from './series.ts';

/** One meeting, before anybody has come. */
export interface Occasion {
  /** Of the conference. */
  readonly id: string;
  readonly type: MeetingType;
  readonly organizer: DemoPerson;
  /** When it is to begin, epoch milliseconds. */
  readonly start: number;
  readonly minutes: number;
  /** Without the organiser. */
  readonly people: readonly DemoPerson[];
  /** How many from elsewhere come as well. */
  readonly guests: number;
  readonly isScheduled: boolean;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

const guestNames = ['Jane Miller', 'T. Kowalski', 'Chris', 'Marie Laurent', 'Sam (Contoso)', 'Guest', 'J. Ortiz', 'Helen Strand'] as const;
const comments = [
  'Sound cut out twice.',
  'Clear audio, good meeting.',
  'Screen share was blurry.',
  'Joined at once.',
  'Echo from the room device.',
] as const;

/** What happened in a meeting, as its source reports it: who came late, dropped and came back, called in, shared and answered. */
export function drawMeeting(chance: Chance, occasion: Occasion): MeetingEvent[] {
  const { id, type, organizer, start, minutes, isScheduled } = occasion;
  const end = start + minutes * minuteMs + (chance.below(9) - 3) * minuteMs;
  const events: MeetingEvent[] = [];
  let count = 0;
  const about = (time: number) => ({ id: `${id}:${count++}`, time, conferenceId: id });
  const owner = { email: organizer.email, displayName: organizer.displayName };
  if (isScheduled) {
    const time = start - hourMs * (2 + chance.below(70));
    events.push({ type: 'meeting.scheduled', ...about(time), ...owner, data: { type, startTime: start, region: 'eu-west-1' } });
  }
  events.push({ type: 'meeting.started', ...about(start - minuteMs), ...owner, data: { type, region: 'eu-west-1' } });
  const visitors = visitorsOf(chance, occasion);
  for (const [index, visitor] of visitors.entries()) {
    events.push(...drawVisit(chance, { visitor, isOrganizer: index === 0, session: `${id}/${index}`, start, end, type }, about));
  }
  if (chance.oneIn(2)) events.push(...drawShare(chance, `${id}/0`, { start, end }, owner, about));
  if (chance.oneIn(9)) {
    events.push({ type: 'recording.started', ...about(start + 2 * minuteMs), ...owner, data: {} });
    events.push({ type: 'recording.stopped', ...about(end - minuteMs), ...owner, data: {} });
  }
  events.push({ type: 'meeting.ended', ...about(end), ...owner, data: {} });
  return events;
}

type About = (time: number) => { id: string; time: number; conferenceId: string };

/** Somebody in a meeting: known by an address, by a name only, or by a telephone number. */
interface Visitor {
  readonly email?: string;
  readonly displayName: string;
  readonly call?: { readonly from: string; readonly country: string; readonly to: string; readonly toCountry: string };
  readonly isRoom: boolean;
}

function visitorsOf(chance: Chance, { organizer, people, guests, type }: Occasion): Visitor[] {
  const { office } = organizer;
  const toVisitor = (person: DemoPerson): Visitor => ({
    email: person.email,
    displayName: person.displayName,
    isRoom: person.userType === 'SharedDevice',
    // Now and then somebody calls in on the way.
    ...(chance.oneIn(14) && { call: { ...numberOf(chance, person), to: `${office.dialling}0100`, toCountry: office.country } }),
  });
  const known = [organizer, ...people].map(toVisitor);
  const strangers = Array.from({ length: guests }, (): Visitor => ({ displayName: chance.pick(guestNames), isRoom: false }));
  const callee = numberOf(chance, organizer);
  const outside: Visitor = {
    displayName: callee.from,
    isRoom: false,
    call: { from: `${office.dialling}0100`, country: office.country, to: callee.from, toCountry: callee.country },
  };
  return type === 'PhoneCall' ? [...known, outside] : [...known, ...strangers];
}

/** A telephone number near somebody's office. */
function numberOf(chance: Chance, { office }: DemoPerson): { from: string; country: string } {
  return { from: `${office.dialling}${String(1000 + chance.below(9000))}`, country: office.country };
}

interface Visit {
  readonly visitor: Visitor;
  readonly isOrganizer: boolean;
  readonly session: string;
  readonly start: number;
  readonly end: number;
  readonly type: MeetingType;
}

function drawVisit(chance: Chance, visit: Visit, about: About): MeetingEvent[] {
  const { visitor, isOrganizer, session, start, end, type } = visit;
  const { email, displayName, call, isRoom } = visitor;
  const who = { attendeeSessionId: session, displayName, ...(email !== undefined && { email }) };
  if (!isOrganizer && email !== undefined && chance.oneIn(16)) {
    return [{ type: 'attendee.declined', ...about(start - 30 * minuteMs), ...who, data: {} }];
  }
  const isLate = !isOrganizer && chance.oneIn(6);
  const joinedAt = start + (isOrganizer ? -chance.below(60) * 1000 : isLate ? (3 + chance.below(9)) * minuteMs : chance.below(120) * 1000);
  const leftAt = Math.max(joinedAt + minuteMs, chance.oneIn(5) ? end - chance.below(8) * minuteMs : end - chance.below(20) * 1000);
  const events: MeetingEvent[] = [];
  if (isLate && chance.oneIn(3)) events.push({ type: 'attendee.invited', ...about(start), ...who, data: { response: 'RunningLate' } });
  if (email === undefined && type === 'External') {
    events.push({ type: 'attendee.waiting', ...about(joinedAt - 40_000), ...who, data: {} });
    events.push({ type: 'attendee.admitted', ...about(joinedAt - 1000), ...who, data: {} });
  }
  const clientType = call ? 'Phone' : isRoom ? 'H323' : chance.pick(['Desktop', 'Desktop', 'Desktop', 'Web', 'Mobile'] as const);
  const data = { role: isOrganizer ? 'Organizer' : 'Attendee', clientType, audioType: call ? 'DialIn' : 'Computer' } as const;
  events.push({ type: 'attendee.joined', ...about(joinedAt), ...who, data });
  if (call) events.push(...drawCall(who, call, { joinedAt, leftAt, isOutbound: type === 'PhoneCall' }, about));
  else if (chance.oneIn(3)) events.push({ type: 'video.started', ...about(joinedAt + 5000), ...who, data: {} });
  if (chance.oneIn(16) && leftAt - joinedAt > 10 * minuteMs) {
    const dropped = joinedAt + 4 * minuteMs + chance.below(leftAt - joinedAt - 8 * minuteMs);
    events.push({ type: 'attendee.dropped', ...about(dropped), ...who, data: {} });
    events.push({ type: 'attendee.joined', ...about(dropped + 20_000 + chance.below(2 * minuteMs)), ...who, data });
  }
  if (!call && chance.oneIn(3)) events.push({ type: 'quality.sample', ...about(leftAt - 30_000), ...who, data: drawQuality(chance) });
  const isRemoved = email === undefined && chance.oneIn(12);
  events.push({ type: isRemoved ? 'attendee.removed' : 'attendee.left', ...about(leftAt), ...who, data: {} });
  if (email !== undefined && chance.oneIn(11)) {
    const comment = chance.oneIn(4) ? { comment: chance.pick(comments) } : {};
    events.push({ type: 'survey.answered', ...about(end + 30_000), ...who, data: { positive: !chance.oneIn(7), ...comment } });
  }
  return events;
}

/** Mostly good; now and then somebody is on a train. */
function drawQuality(chance: Chance) {
  const strain = chance.oneIn(12) ? 12 : chance.oneIn(6) ? 4 : 1;
  return {
    packetLossPercent: (strain * chance.below(12)) / 10,
    jitterMs: strain * (2 + chance.below(6)),
    roundTripMs: 20 + strain * (10 + chance.below(40)),
  };
}

type Who = { attendeeSessionId: string; displayName: string; email?: string };

function drawCall(
  who: Who,
  { from, country, to, toCountry }: NonNullable<Visitor['call']>,
  { joinedAt, leftAt, isOutbound }: { joinedAt: number; leftAt: number; isOutbound: boolean },
  about: About,
): MeetingEvent[] {
  const data = {
    callerPhoneNumber: from,
    callerCountry: country,
    destinationPhoneNumber: to,
    destinationCountry: toCountry,
    direction: isOutbound ? ('Outbound' as const) : ('Inbound' as const),
  };
  return [
    { type: 'dialin.started', ...about(joinedAt), ...who, data },
    { type: 'dialin.ended', ...about(leftAt), ...who, data },
  ];
}

function drawShare(
  chance: Chance,
  session: string,
  { start, end }: { start: number; end: number },
  owner: { email: string; displayName: string },
  about: About,
): MeetingEvent[] {
  const from = start + (1 + chance.below(6)) * minuteMs;
  const to = Math.max(from + minuteMs, end - chance.below(6) * minuteMs);
  const who = { attendeeSessionId: session, ...owner };
  return [
    { type: 'screenshare.started', ...about(from), ...who, data: {} },
    { type: 'screenshare.stopped', ...about(to), ...who, data: {} },
  ];
}
