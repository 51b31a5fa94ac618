import { BlockList, isIP } from 'node:net';

/** Finds out where a request really comes from. */
export interface Addresses {
  /** @param peer the address of the connection @param header reads `X-Forwarded-For` and `X-Forwarded-Proto` */
  origin(peer: string, header: (name: string) => string | undefined): { sourceIp: string; secureTransport: boolean };
}

/** Hops of `X-Forwarded-For` that are looked at, from the right. */
const hopsMax = 32;

/** @param trusted addresses and CIDR blocks of the proxies in front; nobody else's `X-Forwarded-…` headers are believed */
export function createAddresses(trusted: readonly string[]): Addresses {
  const proxies = new BlockList();
  for (const block of trusted) {
    const [address = '', bits] = block.split('/');
    if (bits === undefined) proxies.addAddress(address, family(address));
    else proxies.addSubnet(address, Number(bits), family(address));
  }
  const isProxy = (address: string): boolean => trusted.length > 0 && isIP(address) !== 0 && proxies.check(address, family(address));
  return {
    origin(peer, header) {
      let sourceIp = plain(peer);
      if (!isProxy(sourceIp)) return { sourceIp, secureTransport: false };
      // The right-most hop that is no proxy of ours: everything left of it is only what that hop claims.
      for (const hop of (header('x-forwarded-for') ?? '').split(',').slice(-hopsMax).toReversed()) {
        const claimed = plain(hop.trim());
        if (isIP(claimed) === 0) break;
        sourceIp = claimed;
        if (!isProxy(sourceIp)) break;
      }
      return { sourceIp, secureTransport: header('x-forwarded-proto') === 'https' };
    },
  };
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** Without the prefix of an IPv4 address in an IPv6 socket. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
