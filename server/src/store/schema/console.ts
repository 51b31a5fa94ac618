/** Rows of the console's sign-in. */

/** A browser in which an IAM user is signed in to the console. */
export interface ConsoleSessionTable {
  /** SHA-256 of the cookie's 256-bit token, hex. */
  token_hash: string;
  aws_account_id: string;
  user_id: string;
  /** A session token as AWS's temporary credentials have it: who asks, and with which second factor. */
  credentials: string;
  /** Whether a second factor was shown: should it end, the session does too. */
  has_mfa: number;
  /** The session token of the role the user has switched to. */
  role_credentials: string | null;
  created_at: number;
  expires_at: number;
  last_seen_at: number;
}
