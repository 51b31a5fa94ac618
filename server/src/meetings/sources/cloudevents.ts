import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { MeetingEvent } from '../event.ts';
import { IngestError, bearerToken, hashOf, isSame, toId, type Credentials, type Delivery, type SourceFormat } from './format.ts';

/** Events in one delivery. */
const eventsMax = 1_000;
/** How old a signed delivery may be, or how far ahead the sender's clock. Source: Standard Webhooks. */
const toleranceMs = 5 * 60_000;
/** May stand before our types, for senders whose types are qualified. */
const typePrefix = 'carillon.';

/** Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
const CloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()),
});

/** What of an event's data is about the event; the rest is about the thing, and its type's own. */
const common = ['conferenceId', 'attendeeSessionId', 'userId', 'email', 'displayName', 'actor'] as const;

/**
 * CloudEvents in JSON, one or a batch, whose types and data are Carillon's own. Signed as Standard Webhooks are, or sent
 * with the secret as a bearer token.
 */
export const cloudEvents: SourceFormat = {
  async verify(delivery, credentials) {
    const token = bearerToken(delivery.header('authorization'));
    if (token === undefined) return verifySignature(delivery, credentials);
    if (!isSame(token, credentials.secret)) throw new IngestError(401, 'The bearer token is not the secret of the source.');
  },
  translate(body) {
    const events: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (events.length > eventsMax) throw new IngestError(400, `A delivery has at most ${eventsMax} events. Send several.`);
    return events.map((event, index) => translate(event, Array.isArray(body) ? `Event ${index}` : 'The event'));
  },
};

/** Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
async function verifySignature({ header, body, now }: Delivery, { secret }: Credentials): Promise<void> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(header);
  if (id === undefined || timestamp === undefined || signatures === undefined) {
    throw new IngestError(401, 'Send the secret as a bearer token, or the headers webhook-id, webhook-timestamp and webhook-signature.');
  }
  const sentAt = /^[0-9]{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
  if (!(Math.abs(now - sentAt) <= toleranceMs)) {
    throw new IngestError(401, 'The webhook-timestamp is not of the last five minutes. Check the clock, and sign each attempt anew.');
  }
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const isSigned = signatures.split(' ').some((signature) => isSame(signature, `v1,${wanted}`));
  if (!isSigned) throw new IngestError(401, 'No webhook-signature is one of this body with the secret of the source.');
}

function translate(value: unknown, what: string): MeetingEvent {
  const envelope = CloudEvent.safeParse(value);
  if (!envelope.success)
    throw new IngestError(400, `${what} is no CloudEvent 1.0 with id, source, type, time and data: ${reason(envelope.error)}`);
  const { id, source, type, time, data } = envelope.data;
  const about = Object.fromEntries(common.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
  const own = Object.fromEntries(Object.entries(data).filter(([name]) => !common.some((known) => known === name)));
  const event = MeetingEvent.safeParse({
    type: type.startsWith(typePrefix) ? type.slice(typePrefix.length) : type,
    // Unique together, says the standard.
    id: toId(`${source} ${id}`) ?? hashOf([source, id]),
    time: Date.parse(time),
    ...about,
    data: own,
  });
  if (!event.success) throw new IngestError(400, `${what} is no ${type} as Carillon knows it: ${reason(event.error)}`);
  return event.data;
}

/** Names members, never values: those may be secrets that came here by mistake. */
function reason(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return issue?.code === 'unrecognized_keys'
    ? `unknown members ${issue.keys.join(', ')}.`
    : `${path === '' ? 'it' : path} is missing or wrong (${issue?.code ?? 'unknown'}).`;
}
