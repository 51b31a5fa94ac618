import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { createDirectoryOutgoing } from './directory/outgoing.ts';
import type { Services } from './dispatch.ts';
import { createNameServers } from './domains/name-servers.ts';
import { catalogueOf } from './derive/catalogue.ts';
import { createAddresses } from './http/addresses.ts';
import type { AttachmentBounds, FrontDoor } from './http/arrival.ts';
import { createListener } from './http/listener.ts';
import { registerConsoleFiles, type ConsoleFiles } from './http/console/files.ts';
import { createConsolePage } from './http/console/page.ts';
import { registerConsoleSession } from './http/console/session-routes.ts';
import { consolePage, createPages, type About } from './http/pages.ts';
import { registerObjects } from './http/objects.ts';
import { registerPortal } from './http/portal/mount.ts';
import { createJsonService } from './http/protocols/json.ts';
import { createQueryService } from './http/protocols/query-service.ts';
import { createRestJson } from './http/protocols/rest-json.ts';
import { createSigningKeyCache } from './http/sigv4/keys.ts';
import { createOutgoing } from './net/outgoing.ts';
import { createIngest } from './meetings/ingest.ts';
import { createLinks } from './objects/links.ts';
import type { Connections, ServiceConnections } from './connections.ts';
import { operations } from './operations/all.ts';
import { answersBytesMax, createAnswers } from './pipeline/answers.ts';
import { createAuditTrail } from './pipeline/audit.ts';
import { createAuthoriser } from './pipeline/authorise.ts';
import { createIdentities } from './pipeline/identities.ts';
import { createLastAdministrator } from './pipeline/last-administrator.ts';
import { createSecondFactors } from './pipeline/second-factor.ts';
import { createThrottle } from './pipeline/throttle.ts';
import { createWebIdentities } from './pipeline/web-identities.ts';
import { createScimServer } from './scim/serve.ts';
import { createGate } from './signin/gate.ts';
import { signInWays } from './signin/ways.ts';
import type { Database } from './store/database.ts';

/** What a process gives the program: time, chance, a log. Tests give their own. */
export interface Machine {
  /** Epoch milliseconds. */
  now(): number;
  newId(): string;
  random(bytes: number): Uint8Array;
  /** What only the operator can do, for the log. */
  notice(message: string): void;
  /** Faults of this program, for the operator. */
  fault(error: unknown, requestId: string): void;
}

/** What differs between a server, a test and a benchmark. */
export interface Composition {
  readonly machine: Machine;
  readonly database: Database;
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
  readonly strict: boolean;
  readonly consoleUrl?: string | undefined;
  readonly connections: ServiceConnections;
  /** Of this program. */
  readonly version: string;
  readonly attachments: AttachmentBounds;
  /** Where people reach this installation, without a slash at the end. */
  publicUrl(): string;
  /** Whether a mail server is configured. */
  readonly sendsMail: boolean;
  nudge(job: string): void;
  /** Called when audit events start waiting; must see to a flush soon. */
  scheduleFlush(): void;
}

/** The ways out of any process that its configuration asks for; a server has the object store besides. */
export function openConnections(config: Pick<Config, 'dnsServers' | 'dnsPort' | 'outgoingAllow'>): Connections {
  const { outgoingAllow: allow } = config;
  const outgoing = createOutgoing({ allow });
  const nameServers = createNameServers({ servers: config.dnsServers, port: config.dnsPort, checkAddress: outgoing.checkHost });
  return { nameServers, outgoing, directories: createDirectoryOutgoing({ allow }) };
}

/** Keys ready to verify with; each is used for one day, region and service. */
const signingKeysMax = 10_000;

/** Pages that one source, which may be the office of many, gets. */
const pagesPerSecondMax = 20;
const pageBurst = 200;

/** Passwords hashed at once, 64 MB each, and how many may wait for their turn. */
const hashingBounds = {
  atOnceMax: 2,
  waitingMax: 50,
  busy: 'Too many people are signing in right now. Try again in a few seconds.',
};

/** Files that arrive at once: each takes up to 50 MB of the disk until it is stored. */
const uploadBounds = { atOnceMax: 50, waitingMax: 0, busy: 'Too many files are being sent right now. Try again in a minute.' };

/** Wires the pipeline to a database and to the protocols. Nothing starts yet. */
export function compose(composition: Composition): FrontDoor {
  const { machine, database } = composition;
  const catalogue = catalogueOf(operations);
  const services: Services = {
    database,
    identities: createIdentities(database, catalogue),
    secondFactors: createSecondFactors(database),
    webIdentities: createWebIdentities(database, composition.connections.outgoing),
    lastAdministrator: createLastAdministrator(catalogue),
    throttle: createThrottle(composition.requestsPerSecond, composition.requestBurst),
    authorise: createAuthoriser(database),
    answers: createAnswers(database, answersBytesMax),
    trail: createAuditTrail(database, composition.scheduleFlush, machine.newId),
    catalogue,
    consoleUrl: composition.consoleUrl,
    connections: composition.connections,
    build: { version: composition.version, engine: database.engine },
    findOperation: (service, name) => operations.find((one) => one.service === service && one.name === name),
    publicUrl: composition.publicUrl,
    sendsMail: composition.sendsMail,
    now: machine.now,
    newId: machine.newId,
    random: machine.random,
    nudge: composition.nudge,
    fault: machine.fault,
    strict: composition.strict,
  };
  const protocols = new Map([
    ['access-analyzer', createRestJson('access-analyzer', operations)],
    ['chime', createRestJson('chime', operations)],
    ['cloudtrail', createJsonService('cloudtrail', operations)],
    ['iam', createQueryService('iam', operations)],
    ['sts', createQueryService('sts', operations)],
  ]);
  return {
    services,
    ingest: createIngest({ ...services, admit: services.throttle.admit, notice: machine.notice }),
    scim: createScimServer({ ...services, admit: services.throttle.admit }),
    signingKeys: createSigningKeyCache(signingKeysMax),
    pageThrottle: createThrottle(Math.min(composition.requestsPerSecond, pagesPerSecondMax), pageBurst),
    protocols,
    serviceNames: [...protocols.keys()],
    attachments: composition.attachments,
  };
}

/** The HTTP server in front of `door`, not yet listening. */
export function createHttpServer(
  door: FrontDoor,
  { consoleFiles, ...about }: Omit<About, 'operations' | 'console'> & { readonly consoleFiles?: ConsoleFiles | undefined },
  trustedProxies: readonly string[],
): FastifyInstance {
  const { services } = door;
  const addresses = createAddresses(trustedProxies);
  const { outgoing, directories, objects } = services.connections;
  const site = { ...services, publicUrl: about.url, outgoing, directories, hashing: createGate(hashingBounds) };
  const console = consoleFiles && createConsolePage(consoleFiles, { door, site, addresses });
  const everything = { ...about, console, operations };
  const app = createListener(door, createPages(everything), addresses);
  const links = createLinks({ vault: services.database.vault, publicUrl: about.url });
  registerObjects(app, { objects, links, now: services.now });
  const conversations = { ...services, ...door.attachments, objects, uploads: createGate(uploadBounds) };
  registerConsoleFiles(app, consoleFiles, (request) => consolePage(everything, request));
  registerConsoleSession(app, { door, site, addresses });
  registerPortal(app, { site, ways: signInWays, throttle: door.pageThrottle, conversations }, addresses);
  return app;
}
