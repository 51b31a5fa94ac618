import { getBuiltinModule } from 'node:process';
import type * as library from '@aws-sdk/client-s3';
import type { Outgoing } from '../../net/outgoing.ts';
import { s3Fault } from './fault.ts';

/** The client library: it takes a third of a second to load, so only whoever uses such a store loads it, and only at first use. */
type Library = typeof library;
type S3Client = library.S3Client;

/** How the operator's store is reached. */
export interface S3Settings {
  /** `https://s3.eu-central-1.amazonaws.com`, `http://127.0.0.1:9000` */
  readonly endpoint: string;
  readonly region: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly ownBucket: string;
  readonly outgoing: Outgoing;
}

/** A way to the store, with time limits and bounded attempts. */
export interface S3Connection {
  /** Runs a call that sends and gets little. Throws ObjectStoreError. */
  call<Answer>(work: Work<Answer>): Promise<Answer>;
  /** Runs a call with a body of any size, which may take as long as bytes keep coming. Throws ObjectStoreError. */
  transfer<Answer>(work: Work<Answer>): Promise<Answer>;
  close(): void;
}

/** What is done over a connection; each request is sent with the options. */
export type Work<Answer> = (s3: { client: S3Client; library: Library; options: CallOptions }) => Promise<Answer>;

interface CallOptions {
  readonly abortSignal?: AbortSignal;
  readonly requestTimeout?: number;
}

const connectTimeoutMs = 5_000;
/** How long one attempt of a small call may take. */
const attemptTimeoutMs = 10_000;
/** How long a small call may take with all its attempts. The leases on what is delivered are longer. */
export const callTimeoutMs = 30_000;
/** How long nothing may come or go in the middle of a body. */
const silenceMaxMs = 30_000;
const transferTimeoutMs = 15 * 60_000;
const attemptsMax = 3;
const socketsMax = 32;

export function connectS3(settings: S3Settings): S3Connection {
  let opened: Promise<{ client: S3Client; library: Library }> | undefined;
  let closed: (() => void) | undefined;
  const open = (): NonNullable<typeof opened> => {
    opened ??= import('@aws-sdk/client-s3').then((loaded) => {
      const client = createClient(loaded, settings);
      closed = () => client.destroy();
      return { client, library: loaded };
    });
    return opened;
  };
  const run = async <Answer>(options: CallOptions, work: Work<Answer>): Promise<Answer> => {
    try {
      settings.outgoing.checkHost(new URL(settings.endpoint).hostname);
      return await work({ ...(await open()), options });
    } catch (error) {
      throw s3Fault(error);
    }
  };
  return {
    call: (work) => run({ abortSignal: AbortSignal.timeout(callTimeoutMs) }, work),
    transfer: (work) => run({ requestTimeout: transferTimeoutMs }, work),
    close: () => closed?.(),
  };
}

function createClient(
  { S3Client: Client }: Library,
  { endpoint, region, pathStyle, accessKeyId, secretAccessKey, outgoing }: S3Settings,
): S3Client {
  // Imported, these would load all that they offer, at each start of a server.
  const { Agent } = getBuiltinModule('node:http');
  const { Agent: TlsAgent } = getBuiltinModule('node:https');
  const pool = { keepAlive: true, maxSockets: socketsMax, lookup: outgoing.lookup };
  const client = new Client({
    endpoint,
    region,
    forcePathStyle: pathStyle,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: attemptsMax,
    // Checksums in trailers are Amazon's own; other stores refuse what they do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      httpAgent: new Agent(pool),
      httpsAgent: new TlsAgent(pool),
      connectionTimeout: connectTimeoutMs,
      requestTimeout: attemptTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: silenceMaxMs,
    },
  });
  client.middlewareStack.add((next) => async (args) => next(closeAfterHead(args)), { step: 'build', name: 'closeAfterHead' });
  return client;
}

/**
 * Gives a question for a head a connection of its own: Swift's answers to some are followed by the end of a body that is not there, and
 * whatever was asked next on the same connection would take that for its answer.
 */
function closeAfterHead<Arguments extends { readonly request: unknown }>(args: Arguments): Arguments {
  const { request } = args;
  if (typeof request !== 'object' || request === null || !('method' in request && 'headers' in request)) return args;
  if (request.method === 'HEAD' && typeof request.headers === 'object' && request.headers) {
    Reflect.set(request.headers, 'connection', 'close');
  }
  return args;
}
