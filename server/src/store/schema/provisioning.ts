/** Rows of what identity providers bring over SCIM. */

/** A key with which an identity provider writes users and groups of one account. */
export interface ApiKeyTable {
  account_id: string;
  id: string;
  /** SHA-256 of the secret, hex; the secret itself is nowhere. */
  secret_hash: string;
  /** The first characters of the secret, to recognise it by. */
  prefix: string;
  description: string | null;
  /** ARN of the principal that created the key. */
  created_by: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

/** What an identity provider says of a user; the user itself is the row of `users` with the same id. */
export interface ScimUserTable {
  account_id: string;
  id: string;
  user_name_folded: string;
  external_id: string | null;
  /** JSON of the attributes it may write, but `active`, which is `users.source_active`. */
  resource: string;
  version: number;
  created_at: number;
  updated_at: number;
}

/** One value of one attribute of a user, for filters and sorting. */
export interface ScimValueTable {
  account_id: string;
  user_id: string;
  /** Lower case, such as `emails.value`; attributes of the extension begin with its URN. */
  path: string;
  /** Position in a list: the parts of one element share it. 0 for what is no list. */
  element: number;
  value: string;
  folded: string;
}

/** One request of an identity provider and what it was answered, without secrets and personal details. */
export interface ScimLogTable {
  account_id: string;
  id: string;
  api_key_id: string;
  time: number;
  method: string;
  /** Path and query below `/scim/v2`. */
  target: string;
  status: number;
  duration_ms: number;
  request: string | null;
  response: string | null;
}
