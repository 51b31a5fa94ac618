import type { ConversationSite } from '../conversations/site.ts';
import type { Arrival, Bound, Services } from '../dispatch.ts';
import { FrontDoorError, UnknownOperationException } from '../errors.ts';
import type { Caller, Origin } from '../pipeline/authorise.ts';
import type { Identity } from '../pipeline/identities.ts';
import type { Throttle } from '../pipeline/throttle.ts';
import type { Principal } from '../principal.ts';
import type { Ingest } from '../meetings/ingest.ts';
import type { ScimServer } from '../scim/serve.ts';
import { identifySession, sessionHeader } from './console/session.ts';
import type { Protocol } from './protocols/protocol.ts';
import { SignatureError, signatureFault } from './sigv4/error.ts';
import type { SigningKeyCache } from './sigv4/keys.ts';
import { normalisePath, routablePath, splitTarget } from './sigv4/path.ts';
import { parseQuery } from './sigv4/query.ts';
import { parseSigned, type ParsedSignature, type SignedRequest } from './sigv4/parse.ts';
import { verifySignature } from './sigv4/verify.ts';

/** An HTTP request with its whole body. */
export interface Incoming extends SignedRequest {
  readonly requestId: string;
  /** Already freed of proxies. */
  readonly sourceIp: string;
  readonly secureTransport: boolean;
  /** The token of the console's session that the browser has sent along. */
  readonly consoleToken?: string | undefined;
  header(name: string): string | undefined;
}

/** What turns requests into arrivals. */
export interface FrontDoor {
  readonly services: Services;
  readonly signingKeys: SigningKeyCache;
  /** Of the pages for people, per source. */
  readonly pageThrottle: Throttle;
  /** By the service name in the credential scope. */
  readonly protocols: ReadonlyMap<string, Protocol>;
  /** The names that `protocols` has. */
  readonly serviceNames: readonly string[];
  readonly scim: ScimServer;
  readonly attachments: AttachmentBounds;
  readonly ingest: Ingest;
}

/** How users' files are taken in. */
export type AttachmentBounds = Pick<ConversationSite, 'arrivals' | 'quotaBytes'>;

/** An arrival over HTTP. */
interface HttpArrival extends Arrival {
  /** What the answer is written in, once the pipeline is done. */
  protocol(): Protocol | undefined;
}

/** An HTTP request for the pipeline: signed, or made in the console by whoever is signed in there. */
export function createArrival(door: FrontDoor, request: Incoming): HttpArrival {
  const isOfSession = request.header(sessionHeader) !== undefined && request.header('authorization') === undefined;
  return isOfSession ? createSessionArrival(door, request) : createSignedArrival(door, request);
}

/** A request with the console's session. Its protocol is that of the service it names. */
function createSessionArrival(door: FrontDoor, request: Incoming): HttpArrival {
  const origin = { ...originOf(request), region: globalRegion };
  return {
    requestId: request.requestId,
    origin,
    identify: (now) => identifySession(door.services, { token: request.consoleToken, header: request.header }, now),
    bind: () => bindSession(door, request),
    protocol: () => sessionProtocol(door, request),
  };
}

/** Its protocol is that of the service it is signed for. */
function createSignedArrival(door: FrontDoor, request: Incoming): HttpArrival {
  let signed: ParsedSignature | undefined;
  let unsigned: Bound | undefined;
  const origin = originOf(request);
  return {
    requestId: request.requestId,
    origin,
    identify(now) {
      unsigned = bindUnsigned(door, request);
      if (unsigned) {
        origin.region = globalRegion;
        return door.services.webIdentities.stranger(unsigned.input, origin.sourceIp);
      }
      return inItsWords(request, () => {
        const parsed = parseSigned(request, { now, services: door.serviceNames });
        signed = parsed;
        origin.region = parsed.region;
        const found = door.services.identities.find(parsed.accessKeyId, parsed.sessionToken);
        return found instanceof Promise
          ? found.then((identity) => verifiedCaller(door, request, parsed, identity))
          : verifiedCaller(door, request, parsed, found);
      });
    },
    bind() {
      if (unsigned) return unsigned;
      const protocol = signed && door.protocols.get(signed.service);
      if (!signed || !protocol) throw new UnknownOperationException('No service of this server answers the request.');
      const bound = protocol.bind({
        method: request.method,
        path: signed.path,
        query: signed.query,
        body: request.body,
        header: request.header,
      });
      if (signed.presigned && bound.operation.mutates) {
        throw new FrontDoorError({
          status: 403,
          code: 'AccessDeniedException',
          message: `A presigned request may only read. Sign ${bound.operation.name} in the Authorization header.`,
        });
      }
      return bound;
    },
    protocol: () => (signed ? door.protocols.get(signed.service) : protocolOf(door, request)),
  };
}

/** Whose signature it is. */
function verifiedCaller(door: FrontDoor, request: Incoming, signed: ParsedSignature, identity: Identity | undefined): Caller {
  const { accessKeyId } = signed;
  verifySignature(signed, request, identity?.active ? { accessKeyId, ...identity } : undefined, door.signingKeys);
  if (!identity) {
    throw new FrontDoorError({
      status: 403,
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  }
  refuseUnprovenSession(identity.caller.principal, signed.service);
  return identity.caller;
}

/** Runs a step. What goes wrong with a signature in it is told in the words of the protocol that the request looks like. */
function inItsWords<Value>(request: Incoming, step: () => Promise<Value> | Value): Promise<Value> | Value {
  try {
    const value = step();
    return value instanceof Promise ? value.catch((error: unknown) => refuse(request, error)) : value;
  } catch (error) {
    return refuse(request, error);
  }
}

function refuse(request: Incoming, error: unknown): never {
  throw error instanceof SignatureError ? new FrontDoorError(signatureFault(error, family(request))) : error;
}

/** Where a request comes from; the region is known once its signature has been read. */
function originOf({ sourceIp, secureTransport, header }: Incoming): Origin & { region: string } {
  return {
    sourceIp,
    secureTransport,
    userAgent: header('user-agent') || undefined,
    referer: header('referer') || undefined,
    region: '',
  };
}

/** A call without a signature names no region; that of the global endpoint is meant. */
const globalRegion = 'us-east-1';

/** The call of a request without a signature, if it is of an operation that takes another proof of who asks. */
function bindUnsigned({ protocols }: FrontDoor, { method, target, body, header }: Incoming): Bound | undefined {
  if (header('authorization') !== undefined || /[?&]X-Amz-/i.test(target) || !namesUnsigned.test(formOf(target, body))) return undefined;
  const url = new URL(target, 'http://localhost');
  const query = [...url.searchParams].map(([name, value]) => ({ name, value }));
  const bound = protocols.get('sts')?.bind({ method, path: url.pathname, query, body, header });
  return bound?.operation.takesWebIdentity ? bound : undefined;
}

/** A session is not bound to a service: the request names the one it means; absent = Chime. */
const serviceHeader = 'x-carillon-service';

function sessionProtocol({ protocols }: FrontDoor, { header }: Incoming): Protocol | undefined {
  return protocols.get(header(serviceHeader) ?? 'chime');
}

function bindSession(door: FrontDoor, request: Incoming): Bound {
  const { method, target, body, header } = request;
  const protocol = sessionProtocol(door, request);
  if (!protocol) throw new UnknownOperationException('No service of this server answers the request.');
  try {
    const { path, query } = splitTarget(target);
    return protocol.bind({ method, path: routablePath(normalisePath(path)), query: parseQuery(query), body, header });
  } catch (error) {
    return refuse(request, error);
  }
}

/** A quick look before anything is read; the operation's own declaration decides. */
const namesUnsigned = /(?:^|[?&])Action=AssumeRoleWithWebIdentity(?:&|$)/;

function formOf(target: string, body: Uint8Array): string {
  return body.length === 0 ? target : Buffer.from(body).toString('latin1');
}

/**
 * Sessions of users change no identities unless a second factor was shown for them.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html ("Permissions")
 */
function refuseUnprovenSession({ kind, session, mfa }: Principal, service: string): void {
  if (service !== 'iam' || kind === 'role-session' || !session || mfa) return;
  throw new FrontDoorError({
    status: 403,
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid: sessions of users need a second factor to call IAM.',
  });
}

/** The protocol whose words a request is answered in: that of its service, or what it looks like before that is known. */
export function protocolOf(door: FrontDoor, request: Incoming): Protocol | undefined {
  const scope = /\/([a-z0-9-]+)\/aws4_request/.exec(request.header('authorization') ?? request.target.replaceAll('%2F', '/'))?.[1];
  return door.protocols.get(scope ?? '') ?? door.protocols.get(serviceLike(request));
}

/** A service that speaks the protocol that the request looks like. */
function serviceLike(request: Incoming): string {
  if (request.header('content-type')?.startsWith('application/x-amz-json-')) return 'cloudtrail';
  if (namesUnsigned.test(formOf(request.target, request.body))) return 'sts';
  return family(request) === 'query' ? 'iam' : 'chime';
}

/** What a request looks like before its service is known. */
export function family(request: Incoming): 'rest-json' | 'query' {
  const isForm = request.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  return isForm || /[?&]Action=/.test(request.target) ? 'query' : 'rest-json';
}
