import type { Entry } from 'ldapts';
import { isMailAddress } from '../mail/address.ts';
import { bytesOf, guidOf, numberOf, splitSid, textOf, textsOf } from './values.ts';
import type { DirectoryPerson } from './view.ts';

/** What is read of a person. */
export const personAttributes = [
  'objectGUID',
  'objectSid',
  'displayName',
  'mail',
  'userPrincipalName',
  'proxyAddresses',
  'userAccountControl',
  'primaryGroupID',
];

/** What is read of a group, members aside. */
export const groupAttributes = ['objectGUID', 'objectSid', 'name', 'sAMAccountName'];

/** UF_ACCOUNTDISABLE. Source: [MS-ADTS] 2.2.16. */
const disabledBit = 2;

/**
 * The person of an entry; undefined if it is none. The address is `mail`, or what people sign in with in the directory, or
 * the first of their other addresses: the first of these in a domain that the account has claimed.
 * @param domains the account's, as `toDomainName` spells them
 */
export function toPerson(entry: Entry, domains: ReadonlySet<string>): DirectoryPerson | undefined {
  const guid = guidOf(entry);
  if (guid === undefined) return undefined;
  const proxies = textsOf(entry, 'proxyAddresses').flatMap((address) => /^smtp:(.+)$/i.exec(address)?.[1] ?? []);
  const others = new Set(proxies.toSorted().flatMap((address) => claimedAddress(address, domains) ?? []));
  const named = [textOf(entry, 'mail'), textOf(entry, 'userPrincipalName')].flatMap((address) => claimedAddress(address, domains) ?? []);
  const [email] = [...named, ...others];
  return {
    guid,
    displayName: textOf(entry, 'displayName')?.slice(0, displayNameMax) ?? null,
    email,
    otherEmails: [...others].filter((address) => address !== email).slice(0, otherEmailsMax),
    // An account that cannot be told enabled is not let in.
    enabled: ((numberOf(entry, 'userAccountControl') ?? disabledBit) & disabledBit) === 0,
    primaryGroup: numberOf(entry, 'primaryGroupID') ?? 0,
  };
}

const displayNameMax = 256;
const otherEmailsMax = 100;

/** The address, folded, if it is a plain one of a claimed domain. */
function claimedAddress(address: string | undefined, domains: ReadonlySet<string>): string | undefined {
  const folded = address?.trim().toLowerCase();
  if (folded === undefined || !isMailAddress(folded)) return undefined;
  return domains.has(folded.slice(folded.lastIndexOf('@') + 1)) ? folded : undefined;
}

/** A group as it is read, its members aside. */
export interface GroupEntry {
  readonly guid: string;
  readonly dn: string;
  readonly relativeId: number;
  readonly name: string;
  /** Unique in the domain, other than `name`. */
  readonly accountName: string;
}

export function toGroup(entry: Entry): GroupEntry | undefined {
  const guid = guidOf(entry);
  const sid = splitSid(bytesOf(entry, 'objectSid') ?? Buffer.alloc(0));
  const accountName = textOf(entry, 'sAMAccountName');
  if (guid === undefined || accountName === undefined) return undefined;
  return { guid, dn: entry.dn, relativeId: sid?.relativeId ?? 0, name: textOf(entry, 'name') ?? accountName, accountName };
}
