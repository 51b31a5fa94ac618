import { type Claim, algorithm, parseAuthorization, parseCredential, parseSignedHeaders } from './authorization.ts';
import { type SigningTime, parseAmzDate, parseDateHeader, parseLife, requireAlive, requireCurrent } from './date.ts';
import { SignatureError, missingToken, quoted } from './error.ts';
import { type HeaderList, canonicalHeaders, findHeader, readHeaders, requireSigned } from './headers.ts';
import { canonicalPath, normalisePath, routablePath, splitTarget } from './path.ts';
import { type QueryParameter, canonicalQuery, parseQuery } from './query.ts';

/** A request as Node received it. Nothing is decoded or normalised yet; the body is whole and below its cap. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  /** Node's `rawHeaders`: names and values in turn, one character per byte. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** A request whose signature is complete, current and meant for us, but not yet verified: trust nothing in it. */
export interface ParsedSignature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  /** Lower-case, sorted. */
  readonly signedHeaders: readonly string[];
  /** As sent; its form is not checked. */
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** Whether the signature came in the query string. Such a request may only read; the pipeline sees to that. */
  readonly presigned: boolean;
  /** The path to route on, the very one that is verified: normalised, still percent-escaped. */
  readonly path: string;
  /** Decoded, in the order of the request; without the `X-Amz-*` parameters if presigned. */
  readonly query: readonly { readonly name: string; readonly value: string }[];
  /** The `now` given to `parseSigned`, epoch milliseconds. */
  readonly receivedAt: number;
  /** What verification needs of the request besides its method and body. */
  readonly canonical: {
    readonly path: string;
    readonly query: string;
    readonly headers: string;
    /** SignedHeaders as sent. */
    readonly signedHeaders: string;
    /** `keyid/YYYYMMDD/region/service/aws4_request`. */
    readonly credential: string;
    /** `YYYYMMDD/region/service/aws4_request`. */
    readonly scope: string;
    /** `x-amz-content-sha256` as sent. */
    readonly payloadHash: string | undefined;
  };
}

/**
 * Step 1 of 2: parses the request and checks everything that needs no secret.
 * @param now epoch milliseconds.
 * @param services the service names this endpoint answers for.
 * Throws SignatureError and nothing else.
 */
export function parseSigned(
  request: SignedRequest,
  { now, services }: { readonly now: number; readonly services: readonly string[] },
): ParsedSignature {
  const target = splitTarget(request.target);
  const headers = readHeaders(request.rawHeaders);
  const parameters = parseQuery(target.query);
  const presigned = parameters.some(({ name }) => name === 'X-Amz-Algorithm');
  const { claim, time, sessionToken, payloadHash } = presigned ? presignedClaim(parameters, headers, now) : headerClaim(headers, now);
  const signedHeaders = parseSignedHeaders(claim.signedHeaders);
  requireSigned(headers, signedHeaders);
  const { accessKeyId, date, region, service } = parseCredential(claim.credential, services, time.amzDate);
  const normalised = normalisePath(target.path);
  return {
    accessKeyId,
    region,
    service,
    date,
    amzDate: time.amzDate,
    signedHeaders,
    signature: claim.signature,
    sessionToken,
    presigned,
    path: routablePath(normalised),
    query: presigned ? parameters.filter(({ name }) => !name.toLowerCase().startsWith('x-amz-')) : parameters,
    receivedAt: now,
    canonical: {
      path: canonicalPath(normalised),
      query: canonicalQuery(parameters, presigned),
      headers: canonicalHeaders(headers, signedHeaders),
      signedHeaders: claim.signedHeaders,
      credential: claim.credential,
      scope: claim.credential.slice(accessKeyId.length + 1),
      payloadHash,
    },
  };
}

interface Evidence {
  readonly claim: Claim;
  readonly time: SigningTime;
  readonly sessionToken: string | undefined;
  readonly payloadHash: string | undefined;
}

function headerClaim(headers: HeaderList, now: number): Evidence {
  const first = headers.names.indexOf('authorization');
  if (first === -1) throw missingToken();
  if (headers.names.includes('authorization', first + 1)) {
    throw new SignatureError('IncompleteSignature', 'The request has more than one Authorization header.');
  }
  const amzDate = findHeader(headers, 'x-amz-date');
  const date = amzDate ?? findHeader(headers, 'date');
  const claim = parseAuthorization(headers.values[first] ?? '', date !== undefined);
  const time = amzDate === undefined ? parseDateHeader(date ?? '') : parseAmzDate(amzDate);
  requireCurrent(time, now);
  return {
    claim,
    time,
    sessionToken: findHeader(headers, 'x-amz-security-token'),
    payloadHash: findHeader(headers, 'x-amz-content-sha256'),
  };
}

function presignedClaim(parameters: readonly QueryParameter[], headers: HeaderList, now: number): Evidence {
  if (headers.names.includes('authorization')) {
    throw new SignatureError(
      'SignatureDoesNotMatch',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    );
  }
  const values = signatureParameters(parameters);
  if (values.get('X-Amz-Algorithm') !== algorithm) throw missingToken();
  const missing = requiredParameters
    .filter((name) => !values.get(name))
    .map((name) => `AWS query-string parameters must include '${name}'.`);
  if (missing.length > 0) {
    throw new SignatureError('IncompleteSignature', `${missing.join(' ')} Re-examine the query-string parameters.`);
  }
  const time = parseAmzDate(values.get('X-Amz-Date') ?? '');
  const expires = values.get('X-Amz-Expires');
  // Assumed: without a life of its own a presigned request lives as long as any other.
  if (expires === undefined) requireCurrent(time, now);
  else requireAlive(time, parseLife(expires), now);
  return {
    claim: {
      credential: values.get('X-Amz-Credential') ?? '',
      signedHeaders: values.get('X-Amz-SignedHeaders') ?? '',
      signature: values.get('X-Amz-Signature') ?? '',
    },
    time,
    sessionToken: values.get('X-Amz-Security-Token'),
    payloadHash: findHeader(headers, 'x-amz-content-sha256') ?? parameters.find(isPayloadHash)?.value,
  };
}

const requiredParameters = ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'] as const;

/** The `X-Amz-*` parameters, each of which may come once: AWS reads the first of several, others may read the last. */
function signatureParameters(parameters: readonly QueryParameter[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of parameters) {
    if (!name.startsWith('X-Amz-')) continue;
    if (values.has(name)) throw new SignatureError('IncompleteSignature', `The query string has ${quoted(name)} more than once.`);
    values.set(name, value);
  }
  return values;
}

/** The JavaScript SDK moves `x-amz-*` headers into the query string under the names they have. */
function isPayloadHash({ name }: QueryParameter): boolean {
  return name.toLowerCase() === 'x-amz-content-sha256';
}
