import { recordOf, toJson, type HistoryEvent, type Json } from './event-record.ts';

/** What a call changed, as far as the event history tells. */
export interface Change {
  /** What was known before of what the call set. */
  readonly before: Json;
  readonly after: Json;
  /** The latest of the events that `before` is from; undefined = nothing was known. */
  readonly known: HistoryEvent | undefined;
}

/** Whether a call changed anything. */
export type Effect = 'read' | 'failed' | 'rehearsed' | 'made';

export function effectOf(event: HistoryEvent): Effect {
  const record = recordOf(event);
  if (event.ReadOnly === 'true') return 'read';
  if (record['errorCode'] !== undefined) return 'failed';
  return toJson(record['additionalEventData'])['dryRun'] === true ? 'rehearsed' : 'made';
}

/** By what the events of the same thing are found: the thing itself rather than the account it is in. */
export function subjectOf({ Resources = [] }: HistoryEvent): string | undefined {
  const things = Resources.filter(({ ResourceType }) => ResourceType !== 'AWS::Chime::Account');
  const [only, ...more] = things.length > 0 ? things : Resources;
  // Of many at once, no earlier event says how all of them were.
  return more.some(({ ResourceType }) => ResourceType === only?.ResourceType) ? undefined : only?.ResourceName;
}

const removing = /^(Batch)?(Delete|Remove|Detach|Disconnect|Disassociate|Unauthorize|Deactivate|Suspend|Logout)/;
/** Calls that make something: what they set was not there before. A version of a policy is one more of the same. */
const making = /^(Add(?!OrUpdate)|Attach|Invite|Connect|Authorize|Accept|Associate|Enable|Start|Submit|Create(?!\w*Version$))/;
/** What says which thing a call is about, and so is no change of it. */
const naming = /^(?!New).+(Id|Name|Arn|Email)$/;

/**
 * What a write changed. CloudTrail's format holds what was asked for and what was answered, but not how it was before: that
 * is taken from what earlier events on the same thing asked for and were answered. Pure.
 * @param earlier events on the same thing, the latest first
 */
export function changeOf(event: HistoryEvent, earlier: readonly HistoryEvent[]): Change {
  const name = event.EventName ?? '';
  const { asked, answered } = partsOf(event);
  const after = toSides(asked, answered);
  if (making.test(name)) return { before: {}, after, known: undefined };
  const past = earlier.filter((one) => effectOf(one) === 'made').map((one) => ({ event: one, ...partsOf(one) }));
  const sources = new Set<HistoryEvent>();
  const lookUp = (part: 'asked' | 'answered', members: Json): Json =>
    Object.fromEntries(
      Object.entries(members).flatMap(([member, value]) => {
        if (isNaming(member, value)) return [[member, value] as const];
        const source = past.find((one) => Object.hasOwn(one[part], member) && isSameThing(one.asked, asked));
        if (!source) return [];
        sources.add(source.event);
        const earlierValue = source[part][member];
        // A call asks for the members that it changes; the others stay as they are.
        return [[member, part === 'asked' ? narrow(earlierValue, value) : earlierValue] as const];
      }),
    );
  const before = toSides(lookUp('asked', asked), lookUp('answered', answered));
  const known = past.find((one) => sources.has(one.event))?.event;
  if (removing.test(name)) return { before: { ...after, ...before }, after: {}, known };
  return { before: known ? before : {}, after, known };
}

function isNaming(member: string, value: unknown): boolean {
  return naming.test(member) && typeof value === 'string';
}

/** Two calls on one thing may still be about different parts of it, such as two policies of a user. */
function isSameThing(one: Json, other: Json): boolean {
  return Object.entries(one).every(([member, value]) => !isNaming(member, value) || other[member] === undefined || other[member] === value);
}

/** Of an object only what the other one has, too. */
function narrow(value: unknown, other: unknown): unknown {
  if (!isObject(value) || !isObject(other)) return value;
  const shared = Object.entries(value).filter(([member]) => Object.hasOwn(other, member));
  return Object.fromEntries(shared.map(([member, one]) => [member, narrow(one, toJson(other)[member])]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toSides(requestParameters: Json, responseElements: Json): Json {
  return {
    ...(Object.keys(requestParameters).length > 0 && { requestParameters: expand(requestParameters) }),
    ...(Object.keys(responseElements).length > 0 && { responseElements: expand(responseElements) }),
  };
}

interface Parts {
  readonly asked: Json;
  readonly answered: Json;
}

function partsOf(event: HistoryEvent): Parts {
  const record = recordOf(event);
  return { asked: toJson(record['requestParameters']), answered: toJson(record['responseElements']) };
}

/** Policies are text in a call; their lines are compared when they are read as what they are. */
function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expand(one)]));
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
