import { Resolver } from 'node:dns/promises';
import { ServiceUnavailableException } from '../errors.ts';

/** Full name, without the dot at its end, of the TXT record that proves a domain. */
export function challengeName(domain: string): string {
  return `_carillon-challenge.${domain}`;
}

/** What one authoritative server said about the challenge. */
export interface ServerAnswer {
  readonly server: string;
  /** Absent = the server has no address that may be asked. */
  readonly address: string | undefined;
  readonly outcome: 'Found' | 'Missing' | 'Refused' | 'ServerFailure' | 'Timeout';
  /** The TXT values, each joined from its chunks, at most `valuesMax` of `valueLengthMax` characters. */
  readonly values: readonly string[];
  /** Where a CNAME at the challenge's name leads. */
  readonly alias: string | undefined;
}

/** What the name servers of a domain said, the facts without a judgement. */
export interface Observation {
  /** Whether the servers that answer for the domain could be found. */
  readonly delegation: 'Found' | 'DomainMissing' | 'ServerFailure' | 'Timeout';
  readonly servers: readonly ServerAnswer[];
  /** The token is at the challenge's name with the zone's name once more at its end. */
  readonly isDoubled: boolean;
  /** The token is at the domain itself. */
  readonly isAtDomain: boolean;
}

/** Asks the name servers of domains, a bounded number at once. */
export interface NameServers {
  /**
   * Looks for a token in the challenge of a domain, on each of its authoritative servers, one after the other. What DNS
   * answers, failures included, is an observation. Throws ServiceUnavailableException if too many are waiting.
   */
  observe(domain: string, token: string): Promise<Observation>;
}

interface Settings {
  /** Where to learn which servers are authoritative, `address` or `address:port`; none = the operating system's resolvers. */
  readonly servers: readonly string[];
  /** Port of authoritative servers. */
  readonly port: number;
  /** Throws if no connection to this address may be made. */
  checkAddress(address: string): void;
}

/** Per attempt at one server; c-ares makes `tries` of them and doubles the time. */
const timeoutMs = 1_500;
const tries = 2;
/** For all that is asked about one domain; servers whose turn has not come by then count as timed out. */
const observationMs = 20_000;
const serversMax = 8;
const addressesPerServerMax = 2;
/** Names that are tried on the way up from the domain to its zone. */
const zoneStepsMax = 10;
const valuesMax = 20;
const valueLengthMax = 512;
const atOnceMax = 16;
const waitingMax = 200;

export function createNameServers(settings: Settings): NameServers {
  const turn = createTurns();
  return {
    observe: (domain, token) =>
      turn(async () => {
        const inquiry = beginInquiry(settings);
        const deadline = setTimeout(inquiry.cancel, observationMs);
        try {
          return await observe(inquiry, domain, token);
        } finally {
          clearTimeout(deadline);
        }
      }),
  };
}

/** Lets `atOnceMax` run, and the others wait in order. */
function createTurns(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < atOnceMax) running += 1;
    else {
      if (waiting.length >= waitingMax) throw new ServiceUnavailableException('Too many domains are being checked. Try again in a minute.');
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** One look at one domain, which ends by its deadline. */
interface Inquiry extends Settings {
  /** A resolver that asks these servers; undefined = the configured ones. */
  resolver(server?: string): Resolver;
  cancel(): void;
}

function beginInquiry(settings: Settings): Inquiry {
  const open = new Set<Resolver>();
  let isOver = false;
  return {
    ...settings,
    resolver(server) {
      const resolver = new Resolver({ timeout: timeoutMs, tries, maxTimeout: timeoutMs * tries });
      if (server !== undefined) resolver.setServers([withPort(server, settings.port)]);
      else if (settings.servers.length > 0) resolver.setServers(settings.servers);
      open.add(resolver);
      // What is asked of it from now on is cancelled before it is sent.
      if (isOver) queueMicrotask(() => resolver.cancel());
      return resolver;
    },
    cancel() {
      isOver = true;
      for (const resolver of open) resolver.cancel();
    },
  };
}

function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

async function observe(inquiry: Inquiry, domain: string, token: string): Promise<Observation> {
  const { delegation, zone, hosts } = await findZone(inquiry, domain);
  const servers: ServerAnswer[] = [];
  for (const host of hosts) servers.push(await askServer(inquiry, host, domain, token));
  const answering = servers.find(({ outcome }) => outcome === 'Missing')?.address;
  const isLost = answering !== undefined && servers.every(({ outcome }) => outcome !== 'Found');
  const has = async (name: string): Promise<boolean> => isLost && (await hasToken(inquiry.resolver(answering), name, token));
  return {
    delegation,
    servers,
    isDoubled: await has(`${challengeName(domain)}.${zone}`),
    isAtDomain: await has(domain),
  };
}

interface Zone {
  readonly delegation: Observation['delegation'];
  readonly zone: string;
  /** Names of its servers, in order. */
  readonly hosts: readonly string[];
}

/** Goes up from the domain until a name has servers of its own. */
async function findZone(inquiry: Inquiry, domain: string): Promise<Zone> {
  const { parse } = await import('tldts');
  const resolver = inquiry.resolver();
  const registered = parse(domain).domain ?? domain;
  const labels = domain.split('.');
  for (let step = 0; step < Math.min(labels.length, zoneStepsMax); step++) {
    const zone = labels.slice(step).join('.');
    const { values: hosts, failure } = await lookUp(() => resolver.resolveNs(zone));
    if (failure === undefined && hosts.length > 0) {
      return { delegation: 'Found', zone, hosts: hosts.toSorted().slice(0, serversMax) };
    }
    if (failure === 'Timeout' || failure === 'ServerFailure' || failure === 'Refused') {
      return { delegation: failure === 'Timeout' ? 'Timeout' : 'ServerFailure', zone, hosts: [] };
    }
    if (failure === 'NoName' && zone === registered) break;
  }
  return { delegation: 'DomainMissing', zone: registered, hosts: [] };
}

/** Asks one server, at another of its addresses if the first is silent. */
async function askServer(inquiry: Inquiry, server: string, domain: string, token: string): Promise<ServerAnswer> {
  const resolver = inquiry.resolver();
  const [four, six] = await Promise.all([lookUp(() => resolver.resolve4(server)), lookUp(() => resolver.resolve6(server))]);
  const addresses = [...four.values, ...six.values].slice(0, addressesPerServerMax);
  const timedOut = addresses.length === 0 && [four, six].some(({ failure }) => failure === 'Timeout');
  let answer: ServerAnswer = {
    server,
    address: undefined,
    outcome: timedOut ? 'Timeout' : 'ServerFailure',
    values: [],
    alias: undefined,
  };
  for (const address of addresses) {
    if (!mayAsk(inquiry, address)) answer = { ...answer, outcome: 'Refused' };
    else answer = { server, address, ...(await askAddress(inquiry.resolver(address), domain, token)) };
    if (answer.outcome === 'Found' || answer.outcome === 'Missing') return answer;
  }
  return answer;
}

function mayAsk(inquiry: Inquiry, address: string): boolean {
  try {
    inquiry.checkAddress(address);
    return true;
  } catch {
    return false;
  }
}

async function askAddress(resolver: Resolver, domain: string, token: string): Promise<Pick<ServerAnswer, 'outcome' | 'values' | 'alias'>> {
  const name = challengeName(domain);
  const { values: records, failure } = await lookUp(() => resolver.resolveTxt(name));
  const values = records.map((chunks) => chunks.join(''));
  const shown = values.slice(0, valuesMax).map((value) => value.slice(0, valueLengthMax));
  if (values.includes(token)) return { outcome: 'Found', values: shown, alias: undefined };
  if (failure !== undefined && failure !== 'NoName' && failure !== 'NoData') return { outcome: failure, values: [], alias: undefined };
  const [alias] = (await lookUp(() => resolver.resolveCname(name))).values;
  return { outcome: 'Missing', values: shown, alias };
}

async function hasToken(resolver: Resolver, name: string, token: string): Promise<boolean> {
  if (name.length > 253) return false;
  const { values } = await lookUp(() => resolver.resolveTxt(name));
  return values.some((chunks) => chunks.join('') === token);
}

type Failure = 'NoName' | 'NoData' | 'Refused' | 'ServerFailure' | 'Timeout';

/** What a resolver answers, with its errors in our words. */
async function lookUp<Value>(ask: () => Promise<Value[]>): Promise<{ readonly values: readonly Value[]; readonly failure?: Failure }> {
  try {
    return { values: await ask() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { values: [], failure: failures.get(code) ?? 'ServerFailure' };
  }
}

/** Error codes of `node:dns`; any other one is a server that does not do its work. */
const failures: ReadonlyMap<string, Failure> = new Map([
  ['ENOTFOUND', 'NoName'],
  ['ENODATA', 'NoData'],
  ['EREFUSED', 'Refused'],
  ['ETIMEOUT', 'Timeout'],
  ['ECANCELLED', 'Timeout'],
]);
