import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { createHost } from '../../src/cli/host.ts';
import { compose, openConnections } from '../../src/compose.ts';
import { dispatch } from '../../src/dispatch.ts';
import { createArrival, protocolOf, type AttachmentBounds, type FrontDoor, type Incoming } from '../../src/http/arrival.ts';
import type { LinkSettings } from '../../src/objects/links.ts';
import type { Objects } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-object-store.ts';
import type { Connections, Host } from '../../src/connections.ts';
import type { Operation } from '../../src/operation.ts';
import { AttachUserPolicy } from '../../src/operations/iam/AttachUserPolicy.ts';
import { CreateAccessKey } from '../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { createAdministrator, createTenant } from '../../src/store/aws-accounts.ts';
import type { Database } from '../../src/store/database.ts';
import { encodeCall } from './call.ts';
import { createTestDatabase } from './database.ts';
import { signedRequest } from './sign.ts';

/** The AWS accounts of the world's people. */
export const acme = '111111111111';
export const globex = '222222222222';

/** A whole Carillon in process, on a fresh database, with people who have keys. */
export interface World {
  readonly database: Database;
  readonly dataDir: string;
  /** The connection string on PostgreSQL, undefined on SQLite. */
  readonly databaseUrl: string | undefined;
  readonly door: FrontDoor;
  readonly clock: Clock;
  /** Administers Acme. */
  readonly ana: Person;
  /** Of Acme; may only read. */
  readonly bo: Person;
  /** Administers Globex. */
  readonly gil: Person;
  /** Faults the server reported so far: a test that provokes none fails if there is one. */
  readonly faults: unknown[];
  /** @param sessionToken of temporary credentials */
  withKey(accessKeyId: string, secretAccessKey: string, sessionToken?: string): Person;
  /** Sends any request through the whole pipeline. */
  send(request: Pick<Incoming, 'method' | 'target' | 'rawHeaders' | 'body'>): Promise<Reply>;
  close(): Promise<void>;
}

interface Clock {
  now(): number;
  advance(ms: number): void;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error answer, as a client library would throw it. */
export class WireAnswer extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

interface CallOptions {
  readonly dryRun?: boolean;
}

/** Somebody with an access key. */
export interface Person {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Signs, sends and decodes a call. Throws WireAnswer. */
  call<I extends z.ZodObject, O extends z.ZodObject>(
    operation: Operation<I, O>,
    input: z.input<I>,
    options?: CallOptions,
  ): Promise<z.output<O>>;
  /** The raw answer to a call of any operation with any input, right or wrong. */
  attempt(operation: Operation, input: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<Reply>;
}

const host = 'carillon.test';

/** Where the world's people would reach it with a browser. */
export const publicUrl = `http://${host}`;

interface WorldSettings extends Omit<Settings, 'objects' | 'attachments'> {
  /** Where the world's clock starts, epoch milliseconds; it moves only by `advance`. */
  readonly instant?: number;
  /** Of the attachments of one account. */
  readonly quotaBytes?: number;
  /** The object store; absent = a folder in the world's data folder. */
  openObjects?(links: LinkSettings, clock: Clock): Objects;
}

export async function createWorld({
  instant = Date.UTC(2026, 5, 1, 12),
  openObjects,
  quotaBytes = 200_000_000,
  ...settings
}: WorldSettings = {}): Promise<World> {
  const { database, dataDir, databaseUrl, remove } = await createTestDatabase();
  let time = instant;
  const clock: Clock = { now: () => time, advance: (ms) => void (time += ms) };
  const faults: unknown[] = [];
  const links = { vault: database.vault, publicUrl: () => publicUrl };
  const objects = openObjects?.(links, clock) ?? folderOf(dataDir, links, clock);
  const attachments = { arrivals: join(dataDir, 'arrivals'), quotaBytes };
  const { door, withKey, send } = connect(database, clock, faults, { ...settings, objects, attachments });
  const ana = await administratorOf(database, acme, 'Acme', time, withKey);
  const gil = await administratorOf(database, globex, 'Globex', time, withKey);
  await ana.call(CreateUser, { UserName: 'bo' });
  await ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly' });
  const { AccessKey } = await ana.call(CreateAccessKey, { UserName: 'bo' });
  return {
    database,
    dataDir,
    databaseUrl,
    door,
    clock,
    ana,
    bo: withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey),
    gil,
    faults,
    withKey,
    send,
    async close() {
      await door.scim.idle();
      await door.services.trail.flush({ keyUse: true });
      objects.close();
      await remove();
      const [fault] = faults;
      if (fault !== undefined) throw fault;
    },
  };
}

/** A way into Carillon on a database, and people who sign their calls. */
interface Connection {
  readonly door: FrontDoor;
  withKey(accessKeyId: string, secretAccessKey: string, sessionToken?: string): Person;
  send(request: Pick<Incoming, 'method' | 'target' | 'rawHeaders' | 'body'>): Promise<Reply>;
}

/** Ways out that lead nowhere: at port 1 of this machine nobody answers. */
const unconnected: Connections = openConnections({ dnsServers: ['127.0.0.1:1'], dnsPort: 1, outgoingAllow: [] });

/** Ways out that lead to servers on this machine. */
export const localConnections: Connections = openConnections({ dnsServers: ['127.0.0.1:1'], dnsPort: 1, outgoingAllow: ['127.0.0.1'] });

/** How an operator has set a server up. */
interface Settings {
  readonly requestsPerSecond?: number;
  readonly consoleUrl?: string;
  readonly connections?: Connections;
  readonly sendsMail?: boolean;
  /** Takes what the operator would be told. */
  readonly notice?: (message: string) => void;
  /** Absent = a folder that is not there. */
  readonly objects?: Objects;
  readonly attachments?: AttachmentBounds;
}

/** An object store in a folder, as an installation has it that was told of no other. */
export function folderOf(dataDir: string, links: LinkSettings, { now }: Pick<Clock, 'now'>): Objects {
  const settings = { dataDir, objectsRegion: 'us-east-1', objectsPathStyle: true, objectsBucket: 'carillon', outgoingAllow: [] };
  return openObjectStore(settings, links, { now, newId: () => randomUUIDv7() });
}

/** This machine, whose disk confirms every change. */
export function hostOf({ now }: Pick<Clock, 'now'>): Host {
  return createHost({ now }, { takesChanges: () => true }, tmpdir());
}

/** Composes the whole server but its listener on a database. @param faults receives what the server reports */
export function connect(
  database: Database,
  clock: Pick<Clock, 'now'>,
  faults: unknown[],
  {
    requestsPerSecond = 0,
    consoleUrl,
    connections = unconnected,
    sendsMail = false,
    notice = () => undefined,
    objects = folderOf('/nowhere', { vault: database.vault, publicUrl: () => publicUrl }, clock),
    attachments = { arrivals: '/nowhere', quotaBytes: 0 },
  }: Settings = {},
): Connection {
  const door = compose({
    machine: { now: clock.now, newId: () => randomUUIDv7(), random: randomBytes, notice, fault: (error) => faults.push(error) },
    database,
    requestsPerSecond,
    requestBurst: 20,
    consoleUrl,
    connections: { ...connections, objects, host: hostOf(clock) },
    version: '1.2.3',
    attachments,
    publicUrl: () => publicUrl,
    sendsMail,
    strict: true,
    nudge: () => undefined,
    scheduleFlush: () => undefined,
  });

  const answer = async (wire: Pick<Incoming, 'method' | 'target' | 'rawHeaders' | 'body'>) => {
    const request = toIncoming(wire);
    const answered = await dispatch(door.services, createArrival(door, request));
    const reply = protocolOf(door, request)?.encode(answered, request.requestId);
    if (!reply) throw new Error('No protocol answers the request.');
    return { answered, reply };
  };

  const withKey = (accessKeyId: string, secretAccessKey: string, sessionToken?: string): Person => {
    const wire = (operation: Operation, input: Readonly<Record<string, unknown>>, { dryRun = false }: CallOptions = {}) => {
      const { method, target, headers: own, body } = encodeCall(operation, input);
      const headers = {
        ...own,
        ...(dryRun && { 'x-carillon-dry-run': 'true' }),
      };
      return signedRequest({
        method,
        url: `http://${host}${target}`,
        headers,
        body,
        accessKeyId,
        secretAccessKey,
        sessionToken,
        service: operation.service,
        date: clock.now(),
      });
    };
    return {
      accessKeyId,
      secretAccessKey,
      async call<I extends z.ZodObject, O extends z.ZodObject>(
        operation: Operation<I, O>,
        input: z.input<I>,
        options?: CallOptions,
      ): Promise<z.output<O>> {
        const { answered, reply } = await answer(wire(operation, input, options));
        if ('error' in answered) throw new WireAnswer(reply.status, answered.error.code, answered.error.message);
        // What a client decodes: the body where it is JSON; XML is decoded by the real clients in test/wire.
        const output: unknown = operation.binding.protocol === 'query' ? answered.output : reply.body === '' ? {} : JSON.parse(reply.body);
        return operation.output.parse(output);
      },
      attempt: async (operation, input, options) => (await answer(wire(operation, input, options))).reply,
    };
  };
  return { door, withKey, send: async (request) => (await answer(request)).reply };
}

async function administratorOf(
  database: Database,
  awsAccountId: string,
  name: string,
  now: number,
  withKey: World['withKey'],
): Promise<Person> {
  const { accessKeyId, secretAccessKey } = await database.write(awsAccountId, async (tx) => {
    await createTenant(tx, { awsAccountId, name, now, random: randomBytes });
    return createAdministrator(tx, { userName: 'admin', now, random: randomBytes });
  });
  return withKey(accessKeyId, secretAccessKey);
}

function toIncoming(request: Pick<Incoming, 'method' | 'target' | 'rawHeaders' | 'body'>): Incoming {
  const headers = new Map<string, string>();
  for (let index = 0; index < request.rawHeaders.length; index += 2)
    headers.set((request.rawHeaders[index] ?? '').toLowerCase(), request.rawHeaders[index + 1] ?? '');
  return { ...request, requestId: randomUUIDv7(), sourceIp: '203.0.113.7', secureTransport: false, header: (name) => headers.get(name) };
}
