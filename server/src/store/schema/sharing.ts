/** Rows of what an account lets others do: manage it, and vouch for its users. */

/** The right of an AWS account to manage a Chime account of another one, or the invitation to it. */
export interface DelegateTable {
  account_id: string;
  delegate_aws_account_id: string;
  id: string;
  state: 'Pending' | 'Accepted' | 'Expired';
  /** Where the invitation was mailed to as well. */
  email: string | null;
  /** The newest message; null = none was asked for. */
  outbox_id: string | null;
  /** ARN of who sent or last renewed the invitation. */
  invited_by: string;
  created_at: number;
  /** Until when a pending invitation can be accepted. */
  expires_at: number;
  accepted_by: string | null;
  accepted_at: number | null;
}

/** How the users of an account sign in with their own identity provider. */
export interface OpenIdConfigTable {
  account_id: string;
  issuer: string;
  client_id: string;
  client_secret_sealed: string;
  /** JSON array, without `openid`, which is always asked for. */
  scopes: string;
  /** Changes with every update: a sign-in that began under another one does not end. */
  revision: string;
  updated_at: number;
}
