import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { OutgoingError } from '../net/outgoing-error.ts';
import type { HostAddress, Outgoing } from '../net/outgoing.ts';
import { DirectoryError } from './directory-error.ts';
import { requestStartTls } from './start-tls.ts';
import type { DirectoryTarget } from './target.ts';

/** For one address: the connection and its encryption. */
const connectTimeoutMs = 10_000;
/** Addresses of the host that are tried. */
const addressesTriedMax = 4;

/**
 * An encrypted connection to the directory, to an address that was looked up once and checked; the certificate is that of
 * the host the operator registered. Throws DirectoryError.
 */
export async function connectSocket(outgoing: Outgoing, target: DirectoryTarget, now: number): Promise<TLSSocket> {
  const addresses = await resolve(outgoing, target);
  let failure: unknown;
  for (const address of addresses.slice(0, addressesTriedMax)) {
    try {
      return await connectAddress(target, address, now);
    } catch (error) {
      failure = error;
      // Another address of the host would show the same certificate, or had better not show another one.
      if (error instanceof DirectoryError && error.reason !== 'unreachable') break;
    }
  }
  throw failure;
}

async function resolve(outgoing: Outgoing, { host }: DirectoryTarget): Promise<readonly HostAddress[]> {
  try {
    return await outgoing.resolve(host);
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    throw new DirectoryError(error.reason === 'refused' ? 'refused' : 'unreachable', error.message, { cause: error });
  }
}

async function connectAddress(target: DirectoryTarget, { address, family }: HostAddress, now: number): Promise<TLSSocket> {
  const { host, port } = target;
  const tcp = connectTcp({ host: address, port, family });
  const late = AbortSignal.timeout(connectTimeoutMs);
  const giveUp = (): void => void tcp.destroy();
  late.addEventListener('abort', giveUp);
  try {
    await settled(tcp, 'connect');
    if (target.startTls) await requestStartTls(tcp, host);
    const encrypted = connectTls({
      socket: tcp,
      host,
      minVersion: 'TLSv1.2',
      ...(target.authority !== undefined && { ca: target.authority, allowPartialTrustChain: true }),
    });
    await settled(encrypted, 'secureConnect');
    return encrypted;
  } catch (error) {
    tcp.destroy();
    if (late.aborted)
      throw new DirectoryError('unreachable', `${host}:${port} did not answer within ${connectTimeoutMs / 1000} seconds.`, {
        cause: error,
      });
    throw toDirectoryError(error, target, now);
  } finally {
    late.removeEventListener('abort', giveUp);
  }
}

/** Waits for the event, or fails with what the socket fails with. */
async function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const close = (): void => reject(new DirectoryError('unreachable', 'The directory closed the connection before it could be used.'));
  socket.once(event, resolve).once('error', reject).once('close', close);
  try {
    await promise;
  } finally {
    socket.off(event, resolve).off('error', reject).off('close', close);
    // Whoever uses the socket next listens for itself; an error in between must not end the process.
    socket.on('error', () => undefined);
  }
}

function toDirectoryError(error: unknown, target: DirectoryTarget, now: number): DirectoryError {
  if (error instanceof DirectoryError) return error;
  const { host, port } = target;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = certificateFault(code, target, now);
  if (why !== undefined) return new DirectoryError('untrusted', why, { cause: error });
  const detail = code === '' ? '' : ` (${code})`;
  return new DirectoryError('unreachable', `${host}:${port} cannot be reached${detail}.`, { cause: error });
}

/** Codes of TLS and X.509 failures as Node and OpenSSL name them. */
const certificateCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/;

function certificateFault(code: string, { host, authority }: DirectoryTarget, now: number): string | undefined {
  if (!certificateCodes.test(code)) return undefined;
  const expired = authority === undefined ? undefined : expiryOf(authority, now);
  if (expired !== undefined) {
    return `The certificate authority that the directory was registered with expired on ${expired}. Register the directory anew with the current one: carillon directory add --replace.`;
  }
  if (code === 'CERT_HAS_EXPIRED')
    return `The certificate of ${host}, or that of an authority it is signed by, has expired. Renew it on the domain controller.`;
  if (code === 'CERT_NOT_YET_VALID') return `The certificate of ${host} is not valid yet. Compare the clocks of the two machines.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `The certificate of the domain controller is not for the host name ${host}. Register the directory under a name that is in the certificate.`;
  }
  if (code.startsWith('ERR_SSL_')) return `${host} does not speak TLS 1.2 or later on this port (${code}).`;
  return `The certificate of ${host} is not signed by an authority that is trusted (${code}). Register the directory with the file of its authority's certificate.`;
}

/** The day the first certificate of the file expired, if it has. */
function expiryOf(pem: string, now: number): string | undefined {
  const until = new X509Certificate(pem).validToDate;
  return until.getTime() < now ? until.toISOString().slice(0, 10) : undefined;
}
