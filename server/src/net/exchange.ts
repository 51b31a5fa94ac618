import type { Dispatcher } from 'undici';
import { OutgoingError } from './outgoing-error.ts';
import type { Outgoing } from './outgoing.ts';

/** A request to a server that a tenant has chosen. */
export interface OutgoingRequest {
  /** https only, without user and password. */
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For everything together: the look-up of the name, the connection, the answer. */
  readonly timeoutMs: number;
  /** Of the answer's body. */
  readonly bytesMax: number;
  /** The one certificate (PEM) that the server's must chain up to; absent = the well-known authorities. */
  readonly authority?: string | undefined;
}

/** What the server answered. A redirect is an answer like any other: it is never followed. */
export interface OutgoingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Sends one request over one connection of its own, through the guard. Throws OutgoingError. */
export async function exchange(outgoing: Outgoing, request: OutgoingRequest): Promise<OutgoingResponse> {
  const url = checkedUrl(request.url);
  outgoing.checkHost(url.hostname);
  const signal = AbortSignal.timeout(request.timeoutMs);
  const { Agent, request: send } = await import('undici');
  const agent = new Agent({
    allowH2: false,
    connect: {
      lookup: outgoing.lookup,
      timeout: request.timeoutMs,
      ...(request.authority !== undefined && { ca: request.authority, allowPartialTrustChain: true }),
    },
  });
  try {
    const { method, headers = {}, body } = request;
    const response = await send(url, {
      dispatcher: agent,
      method,
      signal,
      // Compressed answers could be larger than they seem.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'Carillon', ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: response.statusCode, headers: response.headers, body: await readBody(response.body, request.bytesMax, url) };
  } catch (error) {
    throw toOutgoingError(error, url, signal);
  } finally {
    await agent.destroy();
  }
}

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') throw new OutgoingError('refused', 'The address of an outgoing request must start with https://.');
  if (url.username !== '' || url.password !== '') {
    throw new OutgoingError('refused', 'The address of an outgoing request must not hold a user name or password.');
  }
  return url;
}

async function readBody(body: Dispatcher.ResponseData['body'], bytesMax: number, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > bytesMax) throw new OutgoingError('too-large', `The answer of ${url.host} is larger than ${bytesMax} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Codes of TLS and X.509 failures as Node and OpenSSL name them. */
const untrusted = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/;

function toOutgoingError(error: unknown, url: URL, signal: AbortSignal): OutgoingError {
  if (error instanceof OutgoingError) return error;
  if (signal.aborted) return new OutgoingError('timeout', `${url.host} did not answer in time.`, { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return untrusted.test(code)
    ? new OutgoingError('untrusted', `The certificate of ${url.host} is not to be trusted (${code}).`, { cause: error })
    : new OutgoingError('unreachable', `${url.host} cannot be reached${code === '' ? '' : ` (${code})`}.`, { cause: error });
}
