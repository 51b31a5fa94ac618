import { ThrottledClientException } from '../errors.ts';
import type { Database, Tx } from '../store/database.ts';
import { findMeetingSource, openMeetingSourceSecret, type MeetingSourceRow } from '../store/meeting-sources.ts';
import type { MeetingEvent } from './event.ts';
import { recordMeetingEvents, type Recorded } from './record.ts';
import { placeInMeetings } from './rooms.ts';
import { backDateDrops } from './silences.ts';
import { chimeSdk, confirmationOf } from './sources/chime-sdk.ts';
import { cloudEvents } from './sources/cloudevents.ts';
import { IngestError, type Delivery, type RoomFormat, type SourceFormat } from './sources/format.ts';
import { janus } from './sources/janus.ts';
import { livekit } from './sources/livekit.ts';

/** Events stored in one transaction: enough to be quick, few enough that nobody waits long for it. */
const batch = 500;

const formats: ReadonlyMap<string, SourceFormat | RoomFormat> = new Map<string, SourceFormat | RoomFormat>([
  ['livekit', livekit],
  ['chime-sdk', chimeSdk],
  ['janus', janus],
  ['cloudevents', cloudEvents],
]);

/** A delivery and whom it is for. */
export interface IngestRequest extends Omit<Delivery, 'now'> {
  readonly requestId: string;
  readonly kind: string;
  readonly sourceId: string;
}

export interface IngestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** What deliveries need from their surroundings. */
export interface IngestSurroundings {
  readonly database: Database;
  now(): number;
  /** Throws ThrottledClientException once whoever delivers has used up its share. */
  admit(caller: { arn: string }, now: number): void;
  /** Tells the operator's log of a fault of this program. */
  fault(error: unknown, requestId: string): void;
  /** Tells the operator what only they can do. */
  notice(message: string): void;
}

/** Takes in what registered sources report of meetings. */
export type Ingest = (request: IngestRequest) => Promise<IngestReply>;

export function createIngest(surroundings: IngestSurroundings): Ingest {
  return async (request) => {
    try {
      return { status: 200, headers: {}, body: await takeIn(surroundings, request) };
    } catch (thrown) {
      return refusal(surroundings, thrown, request.requestId);
    }
  };
}

/** Find the source, throttle, verify, read, store. Nothing is read before the sender is known. */
async function takeIn(surroundings: IngestSurroundings, request: IngestRequest): Promise<Recorded> {
  const { database, admit, notice } = surroundings;
  const now = surroundings.now();
  const format = formats.get(request.kind);
  const source = format && (await database.read('', (tx) => findMeetingSource(tx, request.sourceId)));
  if (!source || source.kind !== request.kind) throw new NoSourceError();
  admit({ arn: `ingest:${source.id}` }, now);
  await format.verify({ ...request, now }, credentialsOf(database, source));
  const body = parse(request.body);
  const confirmation = source.kind === 'chime-sdk' ? confirmationOf(body) : undefined;
  if (confirmation !== undefined) {
    notice(`An SNS topic is to deliver to source ${source.id}. If that is meant, confirm it with: ${confirmation}`);
    return { recorded: 0, duplicates: 0, outOfTime: 0 };
  }
  const { account_id: accountId, id: sourceId } = source;
  const record = (tx: Tx, events: readonly MeetingEvent[]): Promise<Recorded> => recordMeetingEvents(tx, accountId, sourceId, events, now);
  if ('translate' in format) return store(database, format.translate(body, now), record);
  return store(database, format.translateRooms(body), async (tx, reports) => {
    const events = await backDateDrops(tx, accountId, sourceId, reports);
    return record(tx, await placeInMeetings(tx, accountId, sourceId, events));
  });
}

function credentialsOf(database: Database, source: MeetingSourceRow): { key: string | undefined; secret: string } {
  const settings: unknown = JSON.parse(source.settings);
  const key = typeof settings === 'object' && settings !== null && 'key' in settings ? settings.key : undefined;
  return { key: typeof key === 'string' ? key : undefined, secret: openMeetingSourceSecret(database, source) };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new IngestError(400, 'The body is no JSON.');
  }
}

/** A delivery that was stored in part, because the database went away, is repeated by its source: what is known is no news then. */
async function store<Report>(
  database: Database,
  reports: readonly Report[],
  record: (tx: Tx, reports: readonly Report[]) => Promise<Recorded>,
): Promise<Recorded> {
  const sum = { recorded: 0, duplicates: 0, outOfTime: 0 };
  for (let from = 0; from < reports.length; from += batch) {
    const { recorded, duplicates, outOfTime } = await database.write('', (tx) => record(tx, reports.slice(from, from + batch)));
    sum.recorded += recorded;
    sum.duplicates += duplicates;
    sum.outOfTime += outOfTime;
  }
  return sum;
}

/** Thrown for a source that does not exist, was removed, or is of another kind. */
class NoSourceError extends Error {
  override readonly name = 'NoSourceError';
}

function refusal({ fault }: IngestSurroundings, thrown: unknown, requestId: string): IngestReply {
  const answer = (status: number, message: string, headers = {}): IngestReply => ({ status, headers, body: { message, requestId } });
  if (thrown instanceof IngestError) return answer(thrown.status, thrown.message);
  if (thrown instanceof NoSourceError) return answer(404, 'There is no such source. carillon meeting source list shows those there are.');
  if (thrown instanceof ThrottledClientException) return answer(429, thrown.message, { 'retry-after': '1' });
  fault(thrown, requestId);
  return answer(503, `The events could not be stored. Deliver them again later. Request ${requestId}.`);
}
