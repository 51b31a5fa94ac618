/** Rows of Carillon's own login. */

/** The password of a person: it belongs to the address, whatever accounts that address joins and leaves. */
export interface UserLoginTable {
  /** Folded. */
  email: string;
  /** `scrypt$N$r$p$salt$hash`. */
  password_hash: string;
  created_at: number;
  changed_at: number;
}

/** A link that was mailed to an address: whoever opens it reads that mailbox. */
export interface UserLinkTable {
  /** SHA-256 of the 256-bit token, hex; the token itself is only in the sealed message. */
  token_hash: string;
  kind: 'Registration' | 'SignIn' | 'PasswordReset';
  email: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** How often something was tried lately. */
export interface SignInThrottleTable {
  /** SHA-256 of what is counted, hex: an address, a device, a source. */
  key: string;
  attempts: number;
  last_at: number;
  blocked_until: number;
}
