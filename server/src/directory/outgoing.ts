import { createOutgoing, type Outgoing, type OutgoingSettings } from '../net/outgoing.ts';

/** Networks that are private to an organisation: RFC 1918, RFC 6598 and RFC 4193. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/**
 * The guard of connections to directories. Their hosts are the operator's word, not a tenant's, and are where domain
 * controllers are: in private networks. Loopback, link-local and metadata addresses stay refused.
 */
export function createDirectoryOutgoing({ allow, ...settings }: OutgoingSettings): Outgoing {
  return createOutgoing({ ...settings, allow: [...allow, ...privateNetworks] });
}
