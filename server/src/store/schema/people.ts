/** Rows of what people and organisations bring: domains, groups, sessions. */

export interface DomainTable {
  account_id: string;
  /** ASCII, lower case, without a trailing dot. */
  name: string;
  status: 'PendingVerification' | 'Verified' | 'Failed' | 'VerificationLost';
  /** What the TXT record must say: random, per account and domain, never reused. */
  token: string;
  created_at: number;
  verified_at: number | null;
  proof_missing_since: number | null;
  /** JSON of the newest check, as the wire shows it. */
  last_check: string | null;
  /** null = the domain is checked no more. */
  next_check_at: number | null;
  /** Checks in a row that did not find the record. */
  failures: number;
}

/** A group of an account's directory or identity provider. */
export interface AccountGroupTable {
  account_id: string;
  id: string;
  source: 'directory' | 'scim';
  name: string;
  name_folded: string;
  /** What the source itself calls the group, whatever its name is: objectGUID, or SCIM's externalId. */
  external_id: string | null;
  /** Counts the changes, members included. */
  version: number;
  created_at: number;
  updated_at: number;
}

/** Which license the members of a group get. Remembered by the group's id, so that a rename there keeps the licenses. */
export interface LicenseGroupTable {
  account_id: string;
  group_id: string;
  source: 'directory' | 'scim';
  /** The group's newest known name: it is still shown when the group is gone. */
  group_name: string;
  license_type: 'Basic' | 'Pro';
  created_at: number;
}

/** A device on which a user is signed in. */
export interface UserSessionTable {
  id: string;
  user_id: string;
  /** SHA-256 of the cookie's token, hex. */
  token_hash: string;
  device: string;
  created_at: number;
  expires_at: number;
  /** How the user proved who it is. */
  method: 'carillon' | 'directory' | 'oidc';
  last_seen_at: number;
}
