import type { z } from 'zod';
import type { DomainCheck } from '../shapes/domain.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import { challengeName, type Observation, type ServerAnswer } from './name-servers.ts';

/** What every token starts with; the rest is random. */
export const tokenPrefix = 'carillon-verification=';

export type Check = z.input<typeof DomainCheck>;

/** A judged observation. */
export interface Finding {
  readonly check: Check;
  /** Enough to prove a claim: a server has the record, and none that answers contradicts. */
  readonly isProof: boolean;
  /** Enough to keep a claim that was proved: some server has the record. */
  readonly isPresent: boolean;
}

/** Says what an observation means for a claim with this token and what to do next. */
export function diagnose(domain: string, token: string, observation: Observation, now: number): Finding {
  const [diagnosis, message] = judge(domain, token, observation);
  return {
    check: {
      CheckedAt: toTimestamp(now),
      Diagnosis: diagnosis,
      Message: message,
      Servers: observation.servers.map(({ server, address, outcome, values }) => ({
        Server: server,
        Address: address,
        Outcome: outcome,
        Values: [...values],
      })),
    },
    isProof: diagnosis === 'RecordFound',
    isPresent: diagnosis === 'RecordFound' || diagnosis === 'SomeServersOnly',
  };
}

type Judgement = readonly [diagnosis: Check['Diagnosis'], message: string];

function judge(domain: string, token: string, observation: Observation): Judgement {
  const { delegation, servers } = observation;
  switch (delegation) {
    case 'DomainMissing':
      return ['DomainMissing', `DNS does not know ${domain}. Check its spelling, that it is registered and that its name servers are set.`];
    case 'Timeout':
      return ['Timeout', `The resolver did not answer in time which name servers ${domain} has. Nothing to do: the check is repeated.`];
    case 'ServerFailure':
      return [
        'ServerFailure',
        `The resolver could not find out which name servers ${domain} has. Check its delegation, and DNSSEC if it is signed.`,
      ];
    case 'Found':
      break;
  }
  const having = servers.filter(({ outcome }) => outcome === 'Found');
  const missing = servers.filter(({ outcome }) => outcome === 'Missing');
  if (having.length > 0 && missing.length === 0) {
    return ['RecordFound', `The record was found on ${names(having)}. Leave it in place: it is looked for every day.`];
  }
  if (having.length > 0) {
    return [
      'SomeServersOnly',
      `Only ${names(having)} ${having.length === 1 ? 'has' : 'have'} the record; ${names(missing)} ${missing.length === 1 ? 'does' : 'do'} not. Wait until the zone has reached every server; if it does not, see why the transfer fails.`,
    ];
  }
  return missing.length > 0 ? judgeMissing(domain, token, observation, missing) : judgeSilence(domain, servers);
}

/** No server has the record, and at least one says so. */
function judgeMissing(domain: string, token: string, observation: Observation, missing: readonly ServerAnswer[]): Judgement {
  const name = challengeName(domain);
  const values = missing.flatMap((server) => server.values);
  const add = `a TXT record named ${name} with the value ${token}`;
  if (values.some((value) => bare(value) === token)) {
    return ['ValueQuotedOrBlank', `The value of ${name} has quotes or blanks around or in it. Make it exactly ${token}.`];
  }
  const alias = missing.find((server) => server.alias !== undefined)?.alias;
  if (alias !== undefined) {
    return [
      'CnameInTheWay',
      `${name} is an alias (CNAME) of ${alias}, so that it can have no TXT record. Remove the alias, or give the name ${name} records of its own if a wildcard makes it, then add ${add}.`,
    ];
  }
  if (values.some((value) => bare(value).startsWith(tokenPrefix))) {
    return ['OldToken', `The value of ${name} is of another claim. Replace it by ${token}.`];
  }
  if (observation.isDoubled) {
    return [
      'HostDoubled',
      `The record's name ends in the domain twice: your provider adds it by itself. Enter the host without ${domain} at its end.`,
    ];
  }
  const misplaced = observation.isAtDomain ? ` The value is at ${domain} itself, where it does not count.` : '';
  return ['RecordMissing', `The record is not there.${misplaced} Add ${add}.`];
}

/** No server says anything about the record. */
function judgeSilence(domain: string, servers: readonly ServerAnswer[]): Judgement {
  if (servers.every(({ outcome }) => outcome === 'Timeout')) {
    return ['Timeout', `No name server of ${domain} answered in time. If this lasts, check that they run and can be reached.`];
  }
  const unreached = servers.filter(({ outcome, address }) => outcome === 'Refused' && address === undefined);
  if (unreached.length > 0) {
    return [
      'ServerFailure',
      `${names(unreached)} ${unreached.length === 1 ? 'is' : 'are'} at an address that is not public, and this Carillon does not connect to it. The operator can allow it with CARILLON_OUTGOING_ALLOW.`,
    ];
  }
  return [
    'ServerFailure',
    `The name servers of ${domain} do not answer for it: ${servers.map(tell).join(', ')}. Check that they serve the zone.`,
  ];
}

function tell({ server, outcome }: ServerAnswer): string {
  return `${server} (${outcome})`;
}

function names(servers: readonly ServerAnswer[]): string {
  return servers.map(({ server }) => server).join(', ');
}

/** A value without the quotes and blanks that people and forms add. */
function bare(value: string): string {
  return value.replace(/["'\s“”„]/g, '');
}
