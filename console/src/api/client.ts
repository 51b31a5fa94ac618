import type { CallName, Input, Output } from './calls.ts';
import { operations } from './derived.ts';
import type { OperationSketch } from './operation-sketch.ts';
import { encodeForm, readXml, readXmlError } from './query-protocol.ts';

/** A refusal or a failure, in the server's words. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** 0 = the server was not reached. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  /** Under which a refusal is explained. */
  readonly authorizationId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  constructor(message: string, facts: { status: number; code: string; headers?: Headers }, options?: ErrorOptions) {
    super(message, options);
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.headers?.get('x-amzn-requestid') ?? undefined;
    this.authorizationId = facts.headers?.get('x-carillon-authorization-id') ?? undefined;
    const wait = facts.headers?.get('retry-after');
    this.retryAfterSeconds = wait === null || wait === undefined ? undefined : Number(wait);
  }
}

export interface CallOptions {
  /** Everything runs but nothing is kept; only writes can be rehearsed. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  /** Nobody asked for it: it does not keep the session awake. */
  readonly background?: boolean;
}

/** Calls the server's operations as whoever is signed in. */
export interface Client {
  call<Name extends CallName>(name: Name, input: Input<Name>, options?: CallOptions): Promise<Output<Name>>;
  /** What a read answers, as the table that the server makes of it. Only reports and lists that have such a form. */
  readTable<Name extends CallName>(name: Name, input: Input<Name>, options?: CallOptions): Promise<TablePage>;
}

/** A page of a report as CSV, its columns' names included. */
export interface TablePage {
  readonly text: string;
  /** The token of the next page; undefined = this was the last one. */
  readonly next: string | undefined;
}

const byName = new Map(operations.map((operation) => [`${operation.service}:${operation.name}`, operation]));

/** Throws for a name that is no operation's. */
export function getOperation(name: string): OperationSketch {
  const operation = byName.get(name);
  if (!operation) throw new Error(`No operation is called ${name}.`);
  return operation;
}

/** A request is given up after so long: the slowest, which ask a directory or an identity provider, end before. */
const timeoutMs = 45_000;

/**
 * @param proof what the session's requests carry; '' = nobody is signed in
 * @param onEnded told when the server says that the session is over
 */
export function createClient({ proof, onEnded }: { proof(): string; onEnded(error: CallError): void }): Client {
  const request = async (operation: OperationSketch, input: object, options: CallOptions, accept?: string): Promise<Answer> => {
    const { url, init } = toRequest(operation, { ...input });
    const headers = new Headers(init.headers);
    headers.set('x-carillon-session', proof());
    if (accept !== undefined) headers.set('accept', accept);
    if (operation.service !== 'chime') headers.set('x-carillon-service', operation.service);
    if (options.dryRun) headers.set('x-carillon-dry-run', 'true');
    if (options.background) headers.set('x-carillon-background', 'true');
    const response = await send(url, { ...init, headers, signal: withTimeout(options.signal) });
    const text = await response.text();
    if (response.ok) return { text, headers: response.headers };
    const error = toError(response, text);
    if (response.status === 401) onEnded(error);
    throw error;
  };
  return {
    async call(name, input, options = {}) {
      const operation = getOperation(name);
      const { text } = await request(operation, input, options);
      return await decode(name, operation, text);
    },
    async readTable(name, input, options = {}) {
      const { text, headers } = await request(getOperation(name), input, options, 'text/csv');
      return { text, next: headers.get('x-carillon-next-token') ?? undefined };
    },
  };
}

interface Answer {
  readonly text: string;
  readonly headers: Headers;
}

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** Throws CallError with status 0 if there is no answer. @param asked this very request, if it is under way already */
export async function send(url: string, init: RequestInit, asked?: Promise<Response>): Promise<Response> {
  try {
    return await (asked ?? fetch(url, { ...init, credentials: 'same-origin', redirect: 'error' }));
  } catch (cause) {
    if (init.signal?.aborted && cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    const isLate = cause instanceof DOMException && cause.name === 'TimeoutError';
    const message = isLate
      ? 'The server did not answer in time. Look whether the change was made, then try again.'
      : 'The server cannot be reached. Check your connection, then try again; nothing you have typed is lost.';
    throw new CallError(message, { status: 0, code: isLate ? 'Timeout' : 'Unreachable' }, { cause });
  }
}

interface Prepared {
  readonly url: string;
  readonly init: { readonly method: string; readonly headers?: Record<string, string>; readonly body?: string };
}

function toRequest(operation: OperationSketch, input: Record<string, unknown>): Prepared {
  const { service, name, rest } = operation;
  if (service === 'cloudtrail') {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `CloudTrail_20131101.${name}` };
    return { url: '/', init: { method: 'POST', headers, body: JSON.stringify(input) } };
  }
  if (!rest) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    return { url: '/', init: { method: 'POST', headers, body: encodeForm(service, name, input) } };
  }
  const url = toTarget(rest, input);
  if (rest.method === 'GET' || rest.method === 'DELETE') return { url, init: { method: rest.method } };
  const labels = new Set([...rest.path.matchAll(/\{(\w+)\}/g)].map(([, label]) => label));
  const members = Object.entries(input).filter(([member]) => !labels.has(member) && !Object.hasOwn(rest.query, member));
  const headers = { 'content-type': 'application/json' };
  return { url, init: { method: rest.method, headers, body: JSON.stringify(Object.fromEntries(members)) } };
}

/** Path and query string of a REST call. */
export function toTarget(rest: NonNullable<OperationSketch['rest']>, input: Readonly<Record<string, unknown>>): string {
  const path = rest.path.replaceAll(/\{(\w+)\}/g, (_, label: string) => encodeURIComponent(toText(input[label])));
  const query = new URLSearchParams(rest.operation === undefined ? {} : { operation: rest.operation });
  for (const [member, parameter] of Object.entries(rest.query)) {
    const value = input[member];
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(parameter, toText(one));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A label or a parameter as it stands in an address. */
function toText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

/** The server checks its answers against the very declarations that the types come from. */
async function decode<Name extends CallName>(name: Name, { rest, service }: OperationSketch, text: string): Promise<Output<Name>> {
  if (rest || service === 'cloudtrail') return (text === '' ? {} : JSON.parse(text)) as Output<Name>;
  const { shapes } = await import('./query-shapes.ts');
  return readXml(text, name.split(':')[1] ?? '', shapes[name] ?? {}) as Output<Name>;
}

function toError(response: Response, text: string): CallError {
  const { status, headers } = response;
  const { code, message } = text.startsWith('<') ? readXmlError(text) : readJsonError(text);
  return new CallError(message ?? `The server answered with ${status}.`, {
    status,
    code: headers.get('x-amzn-errortype') ?? code ?? 'Unknown',
    headers,
  });
}

function readJsonError(text: string): { code: string | undefined; message: string | undefined } {
  try {
    const body: unknown = JSON.parse(text);
    return { code: member(body, 'Code') ?? member(body, '__type'), message: member(body, 'Message') ?? member(body, 'message') };
  } catch {
    return { code: undefined, message: undefined };
  }
}

function member(body: unknown, name: string): string | undefined {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
