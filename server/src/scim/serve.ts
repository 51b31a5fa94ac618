import { ThrottledClientException, WireError } from '../errors.ts';
import { getAccount, lockAccount } from '../store/accounts.ts';
import { findLiveApiKey, type LiveApiKey } from '../store/api-keys.ts';
import { appendAuditEvents } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { hashApiKeySecret } from './api-key.ts';
import { failureEvent, noteEvent, type Occasion } from './audit.ts';
import { isObject } from './coerce.ts';
import { findMethods, type Asked, type Endpoint, type ReadEndpoint, type WriteEndpoint } from './endpoints.ts';
import type { ScimNote, ScimReply } from './exchange.ts';
import { createExchangeLog, type ExchangeLog } from './exchange-log.ts';
import { parametersOfQuery } from './listing.ts';
import { refusal, ScimError } from './scim-error.ts';
import { errorUrn } from './urns.ts';

/** A request as the HTTP side hands it over, with its whole body. */
export interface ScimRequest {
  readonly requestId: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** Address of `/scim/v2` as the client knows it, without a slash at the end. */
  readonly base: string;
  readonly body: Uint8Array;
  readonly sourceIp: string;
  header(name: string): string | undefined;
}

/** What SCIM needs from its surroundings. */
export interface ScimSurroundings {
  readonly database: Database;
  now(): number;
  newId(): string;
  random(bytes: number): Uint8Array;
  /** Throws ThrottledClientException once whoever calls has used up its share. */
  admit(caller: { arn: string }, now: number): void;
  /** Tells the operator's log of a fault of this program. */
  fault(error: unknown, requestId: string): void;
}

/** SCIM 2.0 for every account, each by its own keys. */
export interface ScimServer {
  answer(request: ScimRequest): Promise<ScimReply>;
  /** Resolves once what was recorded is stored. */
  idle(): Promise<void>;
}

export function createScimServer(surroundings: ScimSurroundings): ScimServer {
  const log = createExchangeLog(surroundings.database, surroundings.fault);
  return { answer: (request) => answer(surroundings, log, request), idle: log.idle };
}

/** Identify, throttle, find, read or write with the audit event in the same transaction, record. */
async function answer(surroundings: ScimSurroundings, log: ExchangeLog, request: ScimRequest): Promise<ScimReply> {
  const now = surroundings.now();
  let key: LiveApiKey | undefined;
  let body: Readonly<Record<string, unknown>> | undefined;
  let reply: ScimReply;
  try {
    key = await identify(surroundings, request, now);
    surroundings.admit({ arn: `scim:${key.id}` }, now);
    const { endpoint, asked } = read(request, (parsed) => (body = parsed));
    const admitted = { request, key, now, asked };
    reply = await (endpoint.kind === 'read'
      ? carryOutRead(surroundings, admitted, endpoint)
      : carryOutWrite(surroundings, admitted, endpoint));
  } catch (thrown) {
    reply = toReply(surroundings, thrown, request.requestId);
  }
  if (key) await log.record({ key, request, body, reply, startedAt: now, endedAt: surroundings.now() });
  return reply;
}

const unauthorized = 'The request needs an Authorization header with the word Bearer and a key made with CreateApiKey that still works.';

/** The key comes in the header only: what stands in an address ends in the logs of proxies. */
async function identify({ database }: ScimSurroundings, { header }: ScimRequest, now: number): Promise<LiveApiKey> {
  const secret = /^bearer +(\S+) *$/i.exec(header('authorization') ?? '')?.[1];
  const key = secret === undefined ? undefined : await database.read('', (tx) => findLiveApiKey(tx, hashApiKeySecret(secret), now));
  if (!key) throw new ScimError(401, unauthorized, { headers: { 'www-authenticate': 'Bearer realm="SCIM"' } });
  return key;
}

interface Admitted {
  readonly request: ScimRequest;
  readonly key: LiveApiKey;
  readonly now: number;
  readonly asked: Asked;
}

function read(request: ScimRequest, keep: (body: Readonly<Record<string, unknown>>) => void): { endpoint: Endpoint; asked: Asked } {
  const [path, query] = split(request.target, '?');
  const { methods, id } = findMethods(segmentsOf(path));
  const endpoint = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (!endpoint) {
    const allow = Object.keys(methods).join(', ');
    throw new ScimError(405, `${request.method} is not supported here, only ${allow}.`, { headers: { allow } });
  }
  const body = endpoint.takesBody ? parseBody(request) : {};
  keep(body);
  const preconditions = { ifMatch: request.header('if-match'), ifNoneMatch: request.header('if-none-match') };
  return { endpoint, asked: { id, body, preconditions, parameters: parametersOfQuery(new URLSearchParams(query)) } };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** A slash at the end means the same as none: identity providers that are redirected lose their key on the way. */
function segmentsOf(path: string): string[] {
  const segments = path
    .replace(/^\/scim\/v2\/?/, '')
    .replace(/\/$/, '')
    .split('/');
  return segments.map((segment) => {
    try {
      const decoded = decodeURIComponent(segment);
      // No id holds one, and PostgreSQL would not even look for it.
      return decoded.includes('\u0000') ? '' : decoded;
    } catch {
      return '';
    }
  });
}

function parseBody({ header, body }: ScimRequest): Readonly<Record<string, unknown>> {
  const type = header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== 'application/scim+json' && type !== 'application/json') {
    throw new ScimError(415, `A body of the type ${type} is not supported. Send application/scim+json.`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw refusal('invalidSyntax', 'The body is not well-formed JSON.');
  }
  if (!isObject(parsed)) throw refusal('invalidSyntax', 'The body must be a JSON object.');
  if (Buffer.from(body).includes('\\u0000') && holdsNul(parsed)) throw refusal('invalidValue', 'Texts must not hold the character U+0000.');
  return parsed;
}

/** Names and values, however deep: a list of what is still to be looked at instead of recursion. */
function holdsNul(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === 'string' && one.includes('\u0000')) return true;
    if (typeof one === 'object' && one !== null) for (const [name, inner] of Object.entries(one)) open.push(name, inner);
  }
  return false;
}

async function carryOutRead({ database }: ScimSurroundings, { request, key, asked }: Admitted, endpoint: ReadEndpoint): Promise<ScimReply> {
  return database.read(key.aws_account_id, async (tx) => {
    const account = await getAccount(tx, key.account_id);
    return endpoint.answer({ tx, account, base: request.base }, asked);
  });
}

async function carryOutWrite(
  surroundings: ScimSurroundings,
  { request, key, now, asked }: Admitted,
  endpoint: WriteEndpoint,
): Promise<ScimReply> {
  const { database, newId, random } = surroundings;
  const occasion: Occasion = { request, key, now };
  try {
    return await database.write(key.aws_account_id, async (tx) => {
      const account = await lockAccount(tx, key.account_id);
      const notes: ScimNote[] = [];
      const note = (one: ScimNote): void => void notes.push(one);
      const reply = await endpoint.answer({ tx, account, base: request.base, now, newId, random, note }, asked);
      if (notes.length > 0) {
        await appendAuditEvents(
          tx,
          notes.map((one, index) => noteEvent(occasion, one, index === 0 ? request.requestId : newId())),
        );
      }
      return reply;
    });
  } catch (thrown) {
    const { status, scimType } = toFailure(thrown);
    const event = failureEvent(occasion, endpoint.event, asked.id, scimType ?? `Status${status}`, messageOf(thrown, request.requestId));
    await database.writeLazily(key.aws_account_id, (tx) => appendAuditEvents(tx, [event]));
    throw thrown;
  }
}

function toReply({ fault }: ScimSurroundings, thrown: unknown, requestId: string): ScimReply {
  const failure = toFailure(thrown);
  if (failure.status >= 500 && failure.status !== 501) fault(thrown, requestId);
  return errorReply(failure.status, messageOf(thrown, requestId), failure);
}

function toFailure(thrown: unknown): { status: number; scimType?: string | undefined; headers?: Readonly<Record<string, string>> } {
  if (thrown instanceof ScimError) return thrown;
  if (thrown instanceof ThrottledClientException) return { status: 429, headers: { 'retry-after': String(thrown.retryAfterSeconds) } };
  return { status: thrown instanceof WireError ? thrown.status : 500 };
}

/** What is thrown for callers is shown to them; of any other error, only the operator learns. */
function messageOf(thrown: unknown, requestId: string): string {
  if (thrown instanceof ScimError || thrown instanceof WireError) return thrown.message;
  return `An internal error occurred. Nothing was changed. Give the request id ${requestId} to your operator.`;
}

/** An error as RFC 7644, section 3.12, words it. */
export function errorReply(
  status: number,
  detail: string,
  { scimType, headers = {} }: { scimType?: string | undefined; headers?: Readonly<Record<string, string>> } = {},
): ScimReply {
  return { status, headers, body: { schemas: [errorUrn], status: String(status), ...(scimType !== undefined && { scimType }), detail } };
}
