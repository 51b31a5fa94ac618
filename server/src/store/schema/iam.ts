/** Rows of identities, their policies and the organisation. */

export interface IamUserTable {
  aws_account_id: string;
  /** `AIDA…`, unique across the installation and never reused. */
  id: string;
  name: string;
  name_folded: string;
  path: string;
  created_at: number;
  /** ARN of the permissions boundary, if one is set. */
  boundary_arn: string | null;
  /** JSON object. */
  tags: string;
}

export interface IamRoleTable {
  aws_account_id: string;
  /** `AROA…`, unique across the installation and never reused. */
  id: string;
  name: string;
  name_folded: string;
  path: string;
  description: string;
  /** Who may assume the role. */
  trust_document: string;
  session_max_seconds: number;
  created_at: number;
  /** ARN of the permissions boundary, if one is set. */
  boundary_arn: string | null;
  /** JSON object. */
  tags: string;
  last_used_at: number | null;
  last_used_region: string | null;
}

export interface IamGroupTable {
  aws_account_id: string;
  /** `AGPA…`. */
  id: string;
  name: string;
  name_folded: string;
  path: string;
  created_at: number;
}

export interface IamPolicyTable {
  aws_account_id: string;
  /** `ANPA…`. */
  id: string;
  name: string;
  name_folded: string;
  path: string;
  description: string;
  default_version: number;
  /** Number of the newest version ever made: version ids are never reused. */
  latest_version: number;
  created_at: number;
  updated_at: number;
  /** JSON object. */
  tags: string;
}

export interface AccessKeyTable {
  /** `AKIA…`. */
  id: string;
  aws_account_id: string;
  /** `AIDA…`; null = the account's root. */
  user_id: string | null;
  secret_sealed: string;
  status: 'Active' | 'Inactive';
  created_at: number;
  last_used_at: number | null;
  last_used_service: string | null;
  last_used_region: string | null;
}

export interface IamLoginProfileTable {
  aws_account_id: string;
  user_id: string;
  /** scrypt, with its salt and cost. */
  password_hash: string;
  /** JSON array of the hashes before, the newest first, as many as the password policy may ever compare. */
  previous_hashes: string;
  must_change: number;
  created_at: number;
  changed_at: number;
  last_used_at: number | null;
}

export interface IamMfaDeviceTable {
  aws_account_id: string;
  /** The ARN of the virtual device. */
  serial_number: string;
  name_folded: string;
  seed_sealed: string;
  /** null = not enabled for anybody. */
  user_id: string | null;
  enabled_at: number | null;
  /** The newest time step whose code was used; none is ever used again. */
  last_step: number;
  /** How far the device's clock is from ours, in time steps. */
  drift_steps: number;
  created_at: number;
  /** JSON object. */
  tags: string;
}

export interface OrganizationNodeTable {
  /** `r-…` or `ou-…`. */
  id: string;
  /** `o-…`, the same for all nodes. */
  organization_id: string;
  /** null = the root. */
  parent_id: string | null;
  name: string;
  created_at: number;
}
