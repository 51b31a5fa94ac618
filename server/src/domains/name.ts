import { domainToASCII } from 'node:url';
import { BadRequestException } from '../errors.ts';
import { freeMailDomains } from './free-mail.ts';

/** RFC 1035, section 2.3.4. */
const labelLengthMax = 63;
/** A name of 253 octets at most (RFC 1035), less the labels that our records put before it. */
const nameLengthMax = 233;

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * The one spelling under which a domain is stored and compared: ASCII, lower case, no trailing dot; Unicode becomes
 * Punycode. Throws BadRequestException unless the text is a domain name of at least two labels.
 */
export function toDomainName(text: string): string {
  const name = findDomainName(text);
  if (name !== undefined) return name;
  throw new BadRequestException(`${text} is no domain name. Give a name such as example.com, without host or address parts.`);
}

/** The domain of a mail address as `toDomainName` spells it; undefined if it has none. */
export function domainOfAddress(address: string): string | undefined {
  return findDomainName(address.slice(address.lastIndexOf('@') + 1));
}

/** Like `toDomainName`; undefined for what is no domain name. */
export function findDomainName(text: string): string | undefined {
  // A URL parser would read %41 as A; a person who types it has made a mistake.
  const ascii = /[%[\]:/@\\?#]/.test(text) ? '' : domainToASCII(text).replace(/\.$/, '');
  const labels = ascii.split('.');
  const isName =
    ascii.length <= nameLengthMax &&
    labels.length >= 2 &&
    labels.every((one) => one.length <= labelLengthMax && label.test(one)) &&
    !/^\d+$/.test(labels.at(-1) ?? '');
  return isName ? ascii : undefined;
}

/**
 * Throws BadRequestException for a domain that no organisation can have for itself: a public suffix, under which anybody
 * registers, and the domains of mail providers, where anybody gets an address.
 * @param name from `toDomainName`
 */
export async function requireClaimable(name: string): Promise<void> {
  const { parse } = await import('tldts');
  const withPrivate = parse(name, { allowPrivateDomains: true });
  if (withPrivate.domain === null) {
    throw new BadRequestException(
      `${name} is a public suffix: anybody may register names under it. Claim your own domain, such as example.${name}.`,
    );
  }
  const registered = parse(name).domain ?? name;
  if (freeMailDomains.has(registered)) {
    throw new BadRequestException(
      `${registered} belongs to a mail provider, where anybody can get an address. Claim a domain of your organisation; a Team account may invite such addresses.`,
    );
  }
}
