import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { createAddressRule } from './address-rule.ts';
import { OutgoingError } from './outgoing-error.ts';

/** An address that a name stands for. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** The guard of every connection whose target a tenant may choose: issuers, key sets, directories, buckets, mail servers, hooks. */
export interface Outgoing {
  /**
   * To be called before each connection: sockets do not look up a literal address, so `lookup` does not see it. Names pass; what
   * they stand for is checked by `lookup`. Throws OutgoingError.
   * @param host a name or a literal address, an IPv6 address with or without brackets
   */
  checkHost(host: string): void;
  /**
   * The addresses of a host, each of them checked: connect to one of these and do not look the name up again, for it may stand for
   * something else by then. Throws OutgoingError if there is none, or if any may not be connected to.
   */
  resolve(host: string): Promise<readonly HostAddress[]>;
  /** `resolve` as the `lookup` option of `net.connect`, `tls.connect` and HTTP agents. */
  readonly lookup: LookupFunction;
}

/** What a guard is made of. */
export interface OutgoingSettings {
  /** Addresses and CIDR blocks that may be connected to although they are not public. */
  readonly allow: readonly string[];
  /** Absent = the resolver of the operating system. */
  resolveHost?(host: string): Promise<readonly HostAddress[]>;
}

/** Addresses of one name that are looked at; a name with more is refused rather than checked in part. */
const addressesMax = 64;

/** Guards connections by the address they end at: one look-up, every answer checked, the checked one used. */
export function createOutgoing({ allow, resolveHost = resolveBySystem }: OutgoingSettings): Outgoing {
  const rule = createAddressRule(allow);
  const check = (host: string, address: string): void => {
    const kind = rule.refusal(address);
    if (kind !== undefined) throw refused(host, address, kind);
  };
  const checkHost = (host: string): void => {
    const literal = withoutBrackets(host);
    if (isIP(literal) !== 0) check(host, literal);
  };
  const resolve = async (host: string): Promise<readonly HostAddress[]> => {
    checkHost(host);
    const literal = withoutBrackets(host);
    if (isIP(literal) !== 0) return [{ address: literal, family: isIP(literal) }];
    const addresses = await answers(host, resolveHost);
    for (const { address } of addresses) check(host, address);
    return addresses;
  };
  const lookup: LookupFunction = (host, options, callback) => {
    callbackify(resolve)(host, (error: NodeJS.ErrnoException | null, addresses) => {
      if (error) callback(error, '');
      else answerLookup(host, addresses, options, callback);
    });
  };
  return { checkHost, resolve, lookup };
}

async function answers(host: string, resolveHost: NonNullable<OutgoingSettings['resolveHost']>): Promise<readonly HostAddress[]> {
  let addresses: readonly HostAddress[];
  try {
    addresses = await resolveHost(host);
  } catch (cause) {
    throw new OutgoingError('unresolved', `The name ${host} cannot be resolved.`, { cause });
  }
  if (addresses.length === 0) throw new OutgoingError('unresolved', `The name ${host} has no address.`);
  if (addresses.length > addressesMax) throw new OutgoingError('refused', `The name ${host} has more than ${addressesMax} addresses.`);
  return addresses;
}

/** Answers as `dns.lookup` would: all addresses, or the first of the family that is asked for. */
function answerLookup(
  host: string,
  addresses: readonly HostAddress[],
  { all, family }: Parameters<LookupFunction>[1],
  callback: Parameters<LookupFunction>[2],
): void {
  const wanted = family === 4 || family === 'IPv4' ? 4 : family === 6 || family === 'IPv6' ? 6 : 0;
  const suitable = addresses.filter((candidate) => wanted === 0 || candidate.family === wanted);
  const [first] = suitable;
  if (!first) callback(new OutgoingError('unresolved', `The name ${host} has no address of the family IPv${wanted}.`), '');
  else if (all) callback(null, [...suitable]);
  else callback(null, first.address, first.family);
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

async function resolveBySystem(host: string): Promise<readonly HostAddress[]> {
  return systemLookup(host, { all: true });
}

/** The address is for the operator's log only: to a tenant, the names of an internal network are none of their business. */
function refused(host: string, address: string, kind: string): OutgoingError {
  return new OutgoingError(
    'refused',
    `Connections to ${host} are not allowed, because it is not, or not only, at a public address. The operator can allow it with CARILLON_OUTGOING_ALLOW.`,
    { cause: new Error(`${host} is at ${address}, ${kind}.`) },
  );
}
