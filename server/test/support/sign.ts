import { createHash, createHmac } from 'node:crypto';

/**
 * A signer written from AWS's documentation alone ("Create a signed AWS API request", IAM User Guide), one step after
 * the other and sharing nothing with the verifier in `src/http/sigv4`, so that the two can check each other.
 */
export interface SignInput {
  readonly method: string;
  /** Absolute address, its path escaped as it will be sent; `query` is added to whatever query it has. */
  readonly url: string;
  /** Parameters in plain text. The request must be sent to `addressOf(input)`, which has them. */
  readonly query?: QueryInput | undefined;
  /** All of them are signed. `host` and `x-amz-date` are added. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** `us-east-1` if absent. */
  readonly region?: string | undefined;
  /** `chime` if absent. */
  readonly service?: string | undefined;
  /** When to sign, epoch milliseconds. */
  readonly date: number;
  /** A `Date` header to send in place of `x-amz-date`; it must tell the same time as `date`. */
  readonly dateHeader?: string | undefined;
}

export interface PresignInput extends SignInput {
  /** 900 if absent; `none` leaves the parameter out. */
  readonly expiresSeconds?: number | 'none' | undefined;
}

/** Plain-text parameters; an array stands for one parameter sent several times. */
export type QueryInput = Readonly<Record<string, string | readonly string[]>>;

/** The headers to send: those given, `host`, `x-amz-date`, `x-amz-security-token` and `authorization`, in lower case. */
export function sign(input: SignInput): Record<string, string> {
  const address = new Address(addressOf(input));
  const amzDate = amzDateOf(input.date);
  const headers: Record<string, string> = { host: address.host };
  if (input.dateHeader === undefined) headers['x-amz-date'] = amzDate;
  else headers['date'] = input.dateHeader;
  if (input.sessionToken !== undefined) headers['x-amz-security-token'] = input.sessionToken;
  for (const [name, value] of Object.entries(input.headers ?? {})) headers[name.toLowerCase()] = value;
  const { signature, signedHeaders, scope } = signatureOf(input, address, headers, amzDate);
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${input.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return headers;
}

/** The address of a request whose signature travels in the query string; send it with the headers given, if any. */
export function presign(input: PresignInput): string {
  const amzDate = amzDateOf(input.date);
  const headers = lowerCase({ ...input.headers, host: new Address(input.url).host });
  const unsigned = addressOf({
    url: addressOf(input),
    query: {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${input.accessKeyId}/${scopeOf(input, amzDate)}`,
      'X-Amz-Date': amzDate,
      ...(input.expiresSeconds === 'none' ? {} : { 'X-Amz-Expires': String(input.expiresSeconds ?? 900) }),
      'X-Amz-SignedHeaders': Object.keys(headers).toSorted().join(';'),
      ...(input.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': input.sessionToken }),
    },
  });
  const { signature } = signatureOf(input, new Address(unsigned), headers, amzDate);
  return addressOf({ url: unsigned, query: { 'X-Amz-Signature': signature } });
}

/** A signed request as a server receives it. */
export function signedRequest(input: SignInput): WireRequest {
  return { method: input.method, target: targetOf(addressOf(input)), rawHeaders: rawHeadersOf(sign(input)), body: bytesOf(input.body) };
}

/** A presigned request as a server receives it. */
export function presignedRequest(input: PresignInput): WireRequest {
  const address = presign(input);
  const headers = lowerCase({ ...input.headers, host: new Address(address).host });
  return { method: input.method, target: targetOf(address), rawHeaders: rawHeadersOf(headers), body: bytesOf(input.body) };
}

/** Method, raw target, headers in the form of Node's `rawHeaders`, body. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** The address with its `query` added. */
export function addressOf({ url, query = {} }: { readonly url: string; readonly query?: QueryInput | undefined }): string {
  const added = Object.entries(query)
    .flatMap(([name, value]) => [value].flat().map((one) => `${escaped(name)}=${escaped(one)}`))
    .join('&');
  if (added === '') return url;
  return `${url}${url.includes('?') ? '&' : '?'}${added}`;
}

/** Path and query of an address, exactly as written there. */
export function targetOf(address: string): string {
  return new Address(address).target;
}

/** Headers in the form of Node's `rawHeaders`. */
export function rawHeadersOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flat();
}

/** The signing key as bytes. */
export function signingKeyOf(secretAccessKey: string, date: string, region: string, service: string): Buffer {
  return [date, region, service, 'aws4_request'].reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
}

function signatureOf(input: SignInput, address: Address, headers: Readonly<Record<string, string>>, amzDate: string) {
  const names = Object.keys(headers).toSorted();
  const canonicalRequest = [
    input.method,
    address.canonicalPath,
    address.canonicalQuery,
    ...names.map((name) => `${name}:${(headers[name] ?? '').replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')}`),
    '',
    names.join(';'),
    sha256(input.body ?? ''),
  ].join('\n');
  const scope = scopeOf(input, amzDate);
  const stringToSign = ['AWS4-HMAC-SHA256', amzDate, scope, sha256(Buffer.from(canonicalRequest, 'latin1'))].join('\n');
  const [date = '', region = '', service = ''] = scope.split('/');
  const signature = hmac(signingKeyOf(input.secretAccessKey, date, region, service), stringToSign).toString('hex');
  return { signature, signedHeaders: names.join(';'), scope };
}

function scopeOf({ region = 'us-east-1', service = 'chime' }: SignInput, amzDate: string): string {
  return `${amzDate.slice(0, 8)}/${region}/${service}/aws4_request`;
}

function amzDateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** An address taken apart by hand: URL would resolve dots and read `//` as the start of a host. */
class Address {
  readonly host: string;
  readonly target: string;
  readonly canonicalPath: string;
  readonly canonicalQuery: string;
  constructor(address: string) {
    const parts = /^https?:\/\/([^/?]+)(\/[^?]*)?(?:\?(.*))?$/s.exec(address);
    if (!parts) throw new TypeError(`${address} is no absolute http address.`);
    const [, host = '', path = '/', query] = parts;
    this.host = host;
    this.target = query === undefined ? path : `${path}?${query}`;
    this.canonicalPath = withoutDots(path).split('/').map(escaped).join('/');
    this.canonicalQuery = (query ?? '')
      .split('&')
      .filter((part) => part !== '')
      .map((part) => /^([^=]*)=?(.*)$/s.exec(part) ?? ['', part, ''])
      .map(([, name = '', value = '']) => [escaped(plain(name)), escaped(plain(value))] as const)
      .toSorted(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
  }
}

/** RFC 3986, section 5.2.4, and empty segments dropped. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else kept.push(segment);
  }
  return kept.length === 0 ? '/' : `/${kept.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

function plain(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'));
}

/** UriEncode of the documentation: every byte but letters, digits, `-`, `.`, `_` and `~`. */
function escaped(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function bytesOf(body: string | Uint8Array = ''): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
