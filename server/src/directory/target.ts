import { isIP } from 'node:net';
import { invariant } from '../errors.ts';
import { openPassword, type DirectoryRow } from '../store/directories.ts';
import type { Vault } from '../store/vault.ts';

/** How to reach a directory, and as whom. */
export interface DirectoryTarget {
  /** A name or a literal address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** The connection starts in clear and is encrypted before anything is said; otherwise it is encrypted from the start. */
  readonly startTls: boolean;
  readonly bindDn: string;
  readonly password: string;
  readonly baseDn: string;
  /** PEM of the certificates that the server's must chain up to; undefined = the well-known authorities. */
  readonly authority: string | undefined;
}

/** The target of a directory that is registered. */
export function toTarget(directory: DirectoryRow, vault: Vault): DirectoryTarget {
  const address = parseDirectoryUrl(directory.url, directory.start_tls === 1);
  invariant(address, 'A directory is registered with an address that was parsed.');
  return {
    ...address,
    startTls: directory.start_tls === 1,
    bindDn: directory.bind_dn,
    password: openPassword({ vault }, directory),
    baseDn: directory.base_dn,
    authority: directory.authority ?? undefined,
  };
}

/** Host and port of `ldaps://host[:port]`, or with StartTLS of `ldap://host[:port]`; undefined for everything else. */
export function parseDirectoryUrl(text: string, startTls: boolean): { host: string; port: number } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== (startTls ? 'ldap:' : 'ldaps:')) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname))
    return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const wellFormed = isIP(host) !== 0 || /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(host);
  if (!wellFormed) return undefined;
  return { host, port: url.port === '' ? (startTls ? 389 : 636) : Number(url.port) };
}
