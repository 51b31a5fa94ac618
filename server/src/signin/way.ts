import type { Outgoing } from '../net/outgoing.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Database, Tx } from '../store/database.ts';
import type { SessionMethod } from '../store/sessions.ts';
import type { UserRow } from '../store/users.ts';
import type { Gate } from './gate.ts';

/** What signing in needs from its surroundings; composed once. */
export interface Site {
  readonly database: Database;
  /** Where people reach this installation, without a slash at the end: `https://chime.example.com`. */
  publicUrl(): string;
  now(): number;
  newId(): string;
  random(bytes: number): Uint8Array;
  nudge(job: string): void;
  /** The guard of connections to servers that tenants have chosen. */
  readonly outgoing: Outgoing;
  /** Guards connections to the directories that the operator has registered. */
  readonly directories: Outgoing;
  /** What every hashing of a password passes. */
  readonly hashing: Gate;
  /** Tells the operator's log of a fault of this program. */
  fault(error: unknown, requestId: string): void;
}

/** A person at the sign-in page who has named an address. */
export interface Attempt {
  /** A plain mail address, folded. */
  readonly email: string;
  /** The account that has verified the address's domain; undefined = none has, and Carillon's own login decides. */
  readonly account: AccountRow | undefined;
  /** Where the person wants to go afterwards: a path of this site. */
  readonly next: string;
  readonly visit: Visit;
}

/** A request for a page, and what is known of whoever makes it. */
export interface Visit {
  readonly requestId: string;
  readonly now: number;
  /** Freed of proxies. */
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Whether the browser talks to us over TLS. */
  readonly secure: boolean;
  /** The values of the request's cookies, by name. */
  readonly cookies: ReadonlyMap<string, string>;
}

/** What the person is shown next. */
export type Step =
  | { readonly kind: 'password'; /** Which password is asked for: `Password`, `Acme network password`. */ readonly label: string }
  | {
      readonly kind: 'redirect';
      /** Absolute address of the identity provider. */
      readonly location: string;
      /** Whole Set-Cookie values to remember the attempt by. */
      readonly cookies: readonly string[];
    };

/** What became of the proof: a user who may sign in, or nobody, with what the person is told and what the audit trail says. */
export type Proof =
  | {
      readonly kind: 'proven';
      readonly lifetimeMs: number;
      /** Finds or makes the user, in the transaction that starts the session. */ resolve(tx: Tx): Promise<UserRow>;
    }
  | { readonly kind: 'refused'; readonly message: string; readonly reason: string };

/**
 * A way to sign in. Which one an address takes follows from the account that owns its domain; the flow, the cookie and
 * the pages are the same for all.
 */
export interface SignInWay {
  readonly method: SessionMethod;
  /** Whether users of this account sign in this way; undefined = addresses of domains that nobody has verified. */
  serves(account: AccountRow | undefined): boolean;
  begin(site: Site, attempt: Attempt): Promise<Step>;
  /**
   * Judges the password that `begin` asked for. Ways that send the person elsewhere have none: they end in a route of
   * their own, which calls `completeSignIn`.
   */
  finish?(site: Site, attempt: Attempt, password: string): Promise<Proof>;
}
