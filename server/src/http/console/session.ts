import { createHmac } from 'node:crypto';
import type { Services } from '../../dispatch.ts';
import { equalTexts } from '../../equal-texts.ts';
import { FrontDoorError } from '../../errors.ts';
import type { Caller } from '../../pipeline/authorise.ts';
import { findConsoleSession, touchConsoleSession } from '../../store/console-sessions.ts';
import { hashToken } from '../../store/link-tokens.ts';
import type { ConsoleSessionTable } from '../../store/schema/console.ts';
import { openSession } from '../../store/session-tokens.ts';
import type { Vault } from '../../store/vault.ts';

/** A request that is made with the console's session carries this instead of a signature; no other site's page can send it. */
export const sessionHeader = 'x-carillon-session';
/** What nobody asked for, such as a page that keeps itself up to date: it does not keep the session awake. */
const backgroundHeader = 'x-carillon-background';

/** How exactly it is known when a session was last used. */
const touchIntervalMs = 60_000;

type Sessions = Pick<Services, 'database' | 'identities'>;

/** Whoever is signed in to the console. */
export interface SignedIn {
  readonly session: ConsoleSessionTable;
  /** As themselves. */
  readonly user: Caller;
  /** As whom they act: themselves, or the role they have switched to. */
  readonly caller: Caller;
  /** Epoch milliseconds; undefined = no role. */
  readonly roleExpiresAt: number | undefined;
}

/**
 * What the console's pages prove with that they are ours: only they can read it, and it belongs to one session as one
 * identity. Where another window has switched roles, this one's proof is stale, and it cannot act as somebody unawares.
 */
export function sessionProof(vault: Vault, token: string, { role_credentials: role }: ConsoleSessionTable): string {
  return createHmac('sha256', vault.derive('console-session'))
    .update(`${token} ${role ?? ''}`)
    .digest('base64url');
}

export function isSessionProof(vault: Vault, token: string, session: ConsoleSessionTable, given: string): boolean {
  return equalTexts(given, sessionProof(vault, token, session));
}

/** Who holds the cookie's token. Throws FrontDoorError once the session, or that of its role, has ended. */
export async function findSignedIn(
  { database, identities }: Sessions,
  token: string | undefined,
  now: number,
): Promise<SignedIn | undefined> {
  if (token === undefined) return undefined;
  const session = await database.read('', (tx) => findConsoleSession(tx, hashToken(token), now));
  const own = session && (await findCaller({ database, identities }, session.credentials, now));
  if (!session || !own) return undefined;
  // A second factor that counts no more takes the session with it.
  if (session.has_mfa === 1 && !own.caller.principal.mfa) return undefined;
  const role = session.role_credentials === null ? own : await findCaller({ database, identities }, session.role_credentials, now);
  if (!role) throw ended('The session of the role has ended. Switch back to yourself, or switch to the role again.', 'RoleSessionEnded');
  return { session, user: own.caller, caller: role.caller, roleExpiresAt: role === own ? undefined : role.expiresAt };
}

/** The caller of a request that carries the proof of a session. Throws FrontDoorError. */
export async function identifySession(
  services: Sessions,
  request: { readonly token: string | undefined; header(name: string): string | undefined },
  now: number,
): Promise<Caller> {
  const { token, header } = request;
  const found = await findSignedIn(services, token, now);
  if (!found || token === undefined)
    throw ended('Your session has ended. Sign in again; what you have typed is still here.', 'SessionEnded');
  if (
    header('sec-fetch-site') === 'cross-site' ||
    !isSessionProof(services.database.vault, token, found.session, header(sessionHeader) ?? '')
  ) {
    throw ended('This window is out of date: you have signed in anew or switched roles in another one.', 'SessionProofMismatch');
  }
  if (now - found.session.last_seen_at >= touchIntervalMs && header(backgroundHeader) === undefined) {
    await services.database.writeLazily('', (tx) => touchConsoleSession(tx, found.session.token_hash, now));
  }
  return found.caller;
}

async function findCaller(
  { database, identities }: Sessions,
  credentials: string,
  now: number,
): Promise<{ caller: Caller; expiresAt: number } | undefined> {
  const claims = openSession(database.vault, credentials);
  if (!claims || claims.expiresAt <= now) return undefined;
  const identity = await identities.find(claims.accessKeyId, credentials);
  return identity && { caller: identity.caller, expiresAt: claims.expiresAt };
}

function ended(message: string, code: string): FrontDoorError {
  return new FrontDoorError({ status: 401, code, message });
}
