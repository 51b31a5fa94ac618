import { tokensText } from '../variables.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';
import { someOf } from './matcher.ts';

/** An IP address as 32-bit words: one for IPv4, four for IPv6. */
export type Address = readonly number[];

/** A block of addresses: those that agree with `address` in the first `prefixLength` bits. */
export interface AddressRange {
  readonly address: Address;
  readonly prefixLength: number;
}

/** IpAddress and NotIpAddress. Source: IAM User Guide, "IP address condition operators". */
export const ipOperators: readonly Operator[] = [
  { name: 'IpAddress', family: 'IPAddress', isNegated: false, facet: 'address', takesVariables: false, prepare: prepareIp },
  { name: 'NotIpAddress', family: 'IPAddress', isNegated: true, facet: 'address', takesVariables: false, prepare: prepareIp },
];

/**
 * Reads an IPv4 or IPv6 address; undefined when it is neither. An IPv4-mapped IPv6 address (`::ffff:203.0.113.9`, which
 * dual-stack sockets report) is read as the IPv4 address (decision 0003).
 */
export function parseAddress(text: string): Address | undefined {
  const address = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
  return address !== undefined && isMapped(address) ? address.slice(3) : address;
}

/** Reads `address` or `address/prefix`; without a prefix the block is that one address. Undefined when it is neither. */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const words = address.includes(':') ? parseIpv6(address) : parseIpv4(address);
  if (words === undefined) return undefined;
  const bits = words.length * 32;
  const prefix = slash === -1 ? String(bits) : text.slice(slash + 1);
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(prefix) || Number(prefix) > bits) return undefined;
  const prefixLength = Number(prefix);
  return isMapped(words) && prefixLength >= 96
    ? { address: words.slice(3), prefixLength: prefixLength - 96 }
    : { address: words, prefixLength };
}

/** Whether the address lies in the block. Addresses of one version never lie in a block of the other. */
export function isInRange(address: Address, range: AddressRange): boolean {
  if (address.length !== range.address.length) return false;
  for (let index = 0; index < address.length; index += 1) {
    if ((((address[index] ?? 0) ^ (range.address[index] ?? 0)) & wordMask(range, index)) !== 0) return false;
  }
  return true;
}

/** The address as text. */
export function formatAddress(words: Address): string {
  return words.length === 1 ? formatIpv4(words[0] ?? 0) : formatIpv6(words);
}

/** The block written with its host bits set to zero; the same text when they are zero already. */
export function formatRange(range: AddressRange): string {
  const words = range.address.map((word, index) => (word & wordMask(range, index)) >>> 0);
  return `${formatAddress(words)}/${range.prefixLength}`;
}

/** Whether bits after the prefix are set, which the comparison ignores. */
export function hasHostBits(range: AddressRange): boolean {
  return range.address.some((word, index) => (word & ~wordMask(range, index)) !== 0);
}

function prepareIp(values: readonly PolicyValue[]): Matcher {
  const ranges = values.map((value) => parseRange(tokensText(value))).filter((range) => range !== undefined);
  return someOf(ranges, ({ address }, range) => address !== undefined && isInRange(address, range));
}

/** The bits of one word that the prefix covers. Shifting by 32 is a no-op in JavaScript, hence the case of its own. */
function wordMask(range: AddressRange, index: number): number {
  const covered = Math.min(32, Math.max(0, range.prefixLength - index * 32));
  return covered === 0 ? 0 : -1 << (32 - covered);
}

function isMapped(address: Address): boolean {
  return address.length === 4 && address[0] === 0 && address[1] === 0 && address[2] === 0xffff;
}

/** Reads four numbers of at most 255 without leading zeros, which some read as octal. */
function parseIpv4(text: string): Address | undefined {
  let word = 0;
  let part = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === dotCode && part !== -1) {
      word = (word << 8) | part;
      part = -1;
      dots += 1;
    } else if (code >= zeroCode && code <= zeroCode + 9 && part !== 0) {
      part = Math.max(part, 0) * 10 + code - zeroCode;
      if (part > 255) return undefined;
    } else return undefined;
  }
  return dots === 3 && part !== -1 ? [(word << 8) | part] : undefined;
}

const dotCode = 0x2e;
const zeroCode = 0x30;

function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return [0, 2, 4, 6].map((at) => ((groups[at] ?? 0) << 16) | (groups[at + 1] ?? 0));
}

/** Reads groups of hexadecimal digits separated by colons; the very last may be an IPv4 address, which is two groups. */
function parseGroups(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    const ipv4 = isLast && index === parts.length - 1 && part.includes('.') ? parseIpv4(part)?.[0] : undefined;
    if (ipv4 !== undefined) groups.push(ipv4 >>> 16, ipv4 & 0xffff);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function formatIpv4(word: number): string {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join('.');
}

/** RFC 5952 but for one thing: the first run of zeros is shortened, not the longest. */
function formatIpv6(words: readonly number[]): string {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]).map((group) => group.toString(16));
  return groups.join(':').replace(/(?:^|:)0(?::0)+(?:$|:)/, '::');
}
