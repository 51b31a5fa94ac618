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
/** What says which thing a call is about, and so is no change of it. */
const naming = /^(?!New).+(Id|Name|Arn|Email)$/;

/**
 * What a write changed. CloudTrail's format holds what was asked for and what was answered, but not how it was before: that
 * is taken from what earlier events on the same thing asked for in the same call, and answered in any. Pure.
 * @param earlier events on the same thing, the latest first
 */
export function changeOf(event: HistoryEvent, earlier: readonly HistoryEvent[]): Change {
  const { asked, answered } = partsOf(event);
  const past = earlier.filter((one) => effectOf(one) === 'made').map((one) => ({ event: one, ...partsOf(one) }));
  const identity = identityOf(asked);
  const same = past.find((one) => one.event.EventName === event.EventName && identityOf(one.asked) === identity);
  const told = Object.keys(answered).map((member) => [member, past.find((one) => Object.hasOwn(one.answered, member))] as const);
  const before = {
    ...(same && { requestParameters: same.asked }),
    ...withMembers('responseElements', Object.fromEntries(told.flatMap(([member, one]) => (one ? [[member, one.answered[member]]] : [])))),
  };
  const known = past.find((one) => one === same || told.some(([, from]) => from === one))?.event;
  const after = { ...withMembers('requestParameters', asked), ...withMembers('responseElements', answered) };
  return removing.test(event.EventName ?? '') ? { before: { ...after, ...before }, after: {}, known } : { before, after, known };
}

function withMembers(name: string, members: Json): Json {
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}

interface Parts {
  readonly asked: Json;
  readonly answered: Json;
}

function partsOf(event: HistoryEvent): Parts {
  const record = recordOf(event);
  return { asked: toJson(expand(record['requestParameters'])), answered: toJson(expand(record['responseElements'])) };
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

function identityOf(asked: Json): string {
  return JSON.stringify(Object.entries(asked).filter(([member, value]) => naming.test(member) && typeof value === 'string'));
}
