import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { OutgoingError } from './outgoing-error.ts';
import type { Outgoing } from './outgoing.ts';

/** A server, and how long it may take to show its certificates. */
interface Target {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** Certificates of a chain that are looked at. */
const chainMax = 10;

/**
 * The certificate (PEM) of the chain that a server shows which one of these SHA-1 thumbprints is of; undefined = none. It proves
 * nothing by itself: the connection that counts must then be verified against it, with the server's name and all dates. Throws
 * OutgoingError.
 */
export async function findPinnedAuthority(
  outgoing: Outgoing,
  { host, port, timeoutMs }: Target,
  thumbprints: readonly string[],
): Promise<string | undefined> {
  outgoing.checkHost(host);
  const { promise, resolve, reject } = Promise.withResolvers<X509Certificate | undefined>();
  // Nothing is sent over this connection and nothing it says is believed: that is why the certificate need not be valid yet.
  const socket = connect({ host, port, servername: host, lookup: outgoing.lookup, rejectUnauthorized: false });
  const impatience = setTimeout(() => reject(new OutgoingError('timeout', `${host} did not answer in time.`)), timeoutMs);
  socket.once('secureConnect', () => resolve(socket.getPeerX509Certificate()));
  socket.once('error', (cause) =>
    reject(cause instanceof OutgoingError ? cause : new OutgoingError('unreachable', `${host} cannot be reached.`, { cause })),
  );
  try {
    return pick(await promise, new Set(thumbprints));
  } finally {
    clearTimeout(impatience);
    socket.destroy();
  }
}

function pick(leaf: X509Certificate | undefined, thumbprints: ReadonlySet<string>): string | undefined {
  let certificate = leaf;
  for (let depth = 0; certificate && depth < chainMax; depth += 1) {
    if (thumbprints.has(certificate.fingerprint.replaceAll(':', '').toLowerCase())) return certificate.toString();
    certificate = certificate.issuerCertificate;
  }
  return undefined;
}
