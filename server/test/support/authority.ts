import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate authority of a test's own, that no machine trusts. */
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** SHA-1 in hexadecimal, as IAM writes it. */
  readonly thumbprint: string;
  /** A server certificate (PEM, the authority's behind it) and its key. @param names such as `DNS:localhost` or `IP:127.0.0.1` */
  issue(names: readonly string[], options?: { readonly expired?: boolean }): { readonly cert: string; readonly key: string };
}

const program = 'openssl';
const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

/** Made with the machine's `openssl`. */
export function createAuthority(commonName = 'Test authority', { expired = false } = {}): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-authority-'));
  const openssl = (...args: string[]): void => void execFileSync(program, args, { cwd: folder, stdio: 'pipe' });
  try {
    openssl('req', '-x509', ...ecKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', `/CN=${commonName}`);
    if (expired) {
      writeFileSync(join(folder, 'extensions'), 'basicConstraints=critical,CA:TRUE\n');
      openssl('req', '-new', '-key', 'ca.key', '-out', 'ca.csr', '-subj', `/CN=${commonName}`);
      openssl('x509', '-req', '-in', 'ca.csr', '-signkey', 'ca.key', '-extfile', 'extensions', '-days', '-1', '-out', 'ca.pem');
    }
    const certificate = readFileSync(join(folder, 'ca.pem'), 'utf8');
    const caKey = readFileSync(join(folder, 'ca.key'), 'utf8');
    return {
      certificate,
      thumbprint: thumbprintOf(certificate),
      issue: (names, options) => issue({ certificate, key: caKey }, names, options),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function issue(
  ca: { certificate: string; key: string },
  names: readonly string[],
  { expired = false } = {},
): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-certificate-'));
  const openssl = (...args: string[]): void => void execFileSync(program, args, { cwd: folder, stdio: 'pipe' });
  try {
    writeFileSync(join(folder, 'ca.pem'), ca.certificate);
    writeFileSync(join(folder, 'ca.key'), ca.key);
    writeFileSync(join(folder, 'extensions'), `subjectAltName=${names.join(',')}\n`);
    openssl('req', '-new', ...ecKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=server');
    const days = ['-days', expired ? '-1' : '30'];
    openssl(
      'x509',
      '-req',
      '-in',
      'server.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-extfile',
      'extensions',
      ...days,
      '-out',
      'server.pem',
    );
    return {
      cert: readFileSync(join(folder, 'server.pem'), 'utf8') + ca.certificate,
      key: readFileSync(join(folder, 'server.key'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function thumbprintOf(pem: string): string {
  return new X509Certificate(pem).fingerprint.replaceAll(':', '').toLowerCase();
}
