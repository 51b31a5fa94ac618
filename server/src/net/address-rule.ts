import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Which addresses connections may go to that a tenant can aim. */
export interface AddressRule {
  /** What kind of address this is, if nothing may connect to it ("a loopback address"); undefined = it is fine. */
  refusal(address: string): string | undefined;
}

type Address = ReturnType<typeof ipaddr.parse>;
type Block = ReturnType<typeof ipaddr.parseCIDR>;

/**
 * Where clouds hand out the credentials of a machine: AWS, Google, Azure and most others; ECS; EKS; Azure's wire server; Alibaba;
 * Oracle; AWS, EKS and Google over IPv6.
 */
const metadataAddresses = new Set(
  [
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
  ].map((address) => ipaddr.parse(address).toNormalizedString()),
);

/** What IANA has given out as global unicast; the rest of IPv6 reaches nobody, or somebody else than it says. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');
/** NAT64: the last 32 bits are the IPv4 address that is reached. Source: RFC 6052. */
const translated = ipaddr.parseCIDR('64:ff9b::/96');

const kinds: Readonly<Record<string, string>> = {
  loopback: 'a loopback address',
  linkLocal: 'a link-local address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  carrierGradeNat: 'an address of a carrier’s own network',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  unspecified: 'no address of a machine',
};

/**
 * Public addresses are fine, all others only as the operator allows. An address of a metadata service is opened by a block of
 * that one address and by no wider one: whoever allows a private network does not mean the machine's credentials.
 * @param allow addresses and CIDR blocks
 */
export function createAddressRule(allow: readonly string[]): AddressRule {
  const blocks = allow.map(parseBlock);
  const allowed = (address: Address, exactly: boolean): boolean =>
    blocks.some((block) => block[0].kind() === address.kind() && (!exactly || block[1] === widthOf(address)) && address.match(block));
  return {
    refusal(text) {
      if (isIP(text) === 0) return 'no address';
      const address = reached(ipaddr.parse(text));
      const metadata = metadataAddresses.has(address.toNormalizedString());
      if (allowed(address, metadata)) return undefined;
      if (metadata) return 'the address of a metadata service';
      const range = address.range();
      const isPublic = range === 'unicast' && (address.kind() === 'ipv4' || address.match(globalUnicast));
      return isPublic ? undefined : (kinds[range] ?? 'a reserved address');
    },
  };
}

function parseBlock(text: string): Block {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, widthOf(address)];
}

function widthOf(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}

/** The machine that a connection to the address arrives at. */
function reached(address: Address): Address {
  if (address.kind() === 'ipv4') return address;
  const bytes = address.toByteArray();
  const mapped = address.range() === 'ipv4Mapped' || address.match(translated);
  return mapped ? ipaddr.fromByteArray(bytes.slice(12)) : address;
}
