import type {
  AccessKeyTable,
  IamGroupTable,
  IamLoginProfileTable,
  IamMfaDeviceTable,
  IamPolicyTable,
  IamRoleTable,
  IamUserTable,
  OrganizationNodeTable,
} from './schema/iam.ts';
import type { DirectoryConnectionTable, DirectoryRunTable, DirectoryTable, DirectoryUserTable } from './schema/directory.ts';
import type { DelegateTable, OpenIdConfigTable } from './schema/sharing.ts';
import type { AccountGroupTable, DomainTable, LicenseGroupTable, UserSessionTable } from './schema/people.ts';
import type { ConversationTables } from './schema/conversations.ts';
import type { AuditEventTable, AuditSegmentTable } from './schema/audit.ts';
import type { CdrTables } from './schema/cdr.ts';
import type { ConsoleSessionTable } from './schema/console.ts';
import type { FederationTables } from './schema/federation.ts';
import type { MeetingTables } from './schema/meetings.ts';
import type { SignInThrottleTable, UserLinkTable, UserLoginTable } from './schema/signin.ts';
import type { ApiKeyTable, ScimLogTable, ScimUserTable, ScimValueTable } from './schema/provisioning.ts';

/**
 * The tables as queries see them; the newest migration is the committed truth and a test proves the two equal.
 * Ids and JSON are text, times integer epoch milliseconds, booleans 0/1, emails and `…_folded` names lower case.
 */
export interface Tables extends CdrTables, ConversationTables, FederationTables, MeetingTables {
  meta: MetaTable;
  epochs: { name: string; value: number };
  aws_accounts: AwsAccountTable;
  iam_users: IamUserTable;
  iam_roles: IamRoleTable;
  iam_groups: IamGroupTable;
  iam_group_members: { aws_account_id: string; group_id: string; user_id: string; added_at: number };
  iam_policies: IamPolicyTable;
  iam_policy_versions: { aws_account_id: string; policy_id: string; version: number; document: string; created_at: number };
  iam_inline_policies: { aws_account_id: string; owner_id: string; name: string; document: string };
  iam_attachments: { aws_account_id: string; owner_id: string; policy_arn: string; attached_at: number };
  access_keys: AccessKeyTable;
  iam_login_profiles: IamLoginProfileTable;
  iam_password_policies: { aws_account_id: string; policy: string };
  iam_mfa_devices: IamMfaDeviceTable;
  iam_account_aliases: { alias: string; aws_account_id: string };
  iam_access_reports: { aws_account_id: string; id: string; entity_arn: string; granularity: string; created_at: number };
  organization_nodes: OrganizationNodeTable;
  organization_members: { aws_account_id: string; node_id: string; joined_at: number };
  organization_policies: { target_id: string; name: string; document: string; attached_at: number };
  accounts: AccountTable;
  users: UserTable;
  user_sessions: UserSessionTable;
  console_sessions: ConsoleSessionTable;
  user_logins: UserLoginTable;
  user_links: UserLinkTable;
  sign_in_throttles: SignInThrottleTable;
  retired_pins: { pin: string; retired_at: number };
  user_addresses: { account_id: string; email: string; user_id: string };
  domains: DomainTable;
  account_groups: AccountGroupTable;
  account_group_members: { account_id: string; group_id: string; user_id: string };
  license_groups: LicenseGroupTable;
  directories: DirectoryTable;
  directory_authorizations: { directory_id: string; account_id: string; authorized_at: number };
  directory_connections: DirectoryConnectionTable;
  directory_runs: DirectoryRunTable;
  directory_users: DirectoryUserTable;
  api_keys: ApiKeyTable;
  delegates: DelegateTable;
  openid_configs: OpenIdConfigTable;
  openid_links: { account_id: string; issuer: string; subject: string; user_id: string; created_at: number };
  scim_log: ScimLogTable;
  scim_settings: { account_id: string; refuses_license_loss: number };
  scim_users: ScimUserTable;
  scim_values: ScimValueTable;
  user_settings: { user_id: string; inbound_calling: number; outbound_calling: number; sms: number };
  invites: InviteTable;
  outbox: OutboxTable;
  idempotency: IdempotencyTable;
  audit_heads: { aws_account_id: string; sequence: number; hash: string };
  audit_events: AuditEventTable;
  audit_segments: AuditSegmentTable;
  audit_segment_lookups: { aws_account_id: string; attribute: string; value: string; last_time: number; first_sequence: number };
  audit_lookups: { aws_account_id: string; attribute: string; value: string; time: number; sequence: number };
  audit_lookup_heads: { aws_account_id: string; sequence: number };
  denials: DenialTable;
  denial_policies: { aws_account_id: string; hash: string; document: string; used_at: number };
  jobs: JobTable;
}

interface MetaTable {
  key: string;
  value: string;
}

interface AwsAccountTable {
  id: string;
  name: string;
  name_folded: string;
  created_at: number;
}

interface AccountTable {
  aws_account_id: string;
  id: string;
  name: string;
  name_folded: string;
  type: 'Team' | 'EnterpriseDirectory' | 'EnterpriseLWA' | 'EnterpriseOIDC';
  status: 'Active' | 'Suspended';
  default_license: License;
  /** JSON array of licenses. */
  supported_licenses: string;
  disable_remote_control: number;
  enable_dial_out: number;
  /** JSON array of group names. */
  signin_delegate_groups: string;
  created_at: number;
  /** Set = deleted: kept for 90 days, seen by nobody, then purged. */
  deleted_at: number | null;
}

export type License = 'Basic' | 'Plus' | 'Pro' | 'ProTrial';

interface UserTable {
  /** '' = a free user, who belongs to no account. */
  account_id: string;
  id: string;
  primary_email: string;
  display_name: string | null;
  display_name_folded: string | null;
  license_type: License;
  user_type: 'PrivateUser' | 'SharedDevice';
  /** Released = the account has given up the domain of the address: the profile is closed for good, the person may start anew. */
  registration_status: 'Unregistered' | 'Registered' | 'Suspended' | 'Released';
  invitation_status: 'Pending' | 'Accepted' | 'Failed' | null;
  /** Ten digits, unique across the installation. */
  pin: string;
  /** Who decides on suspension and license: Carillon itself, or a directory or identity provider. */
  managed_by: 'carillon' | 'directory' | 'oidc';
  /** 0 = whoever manages the user has disabled the account there. */
  source_active: number;
  invited_on: number | null;
  registered_on: number | null;
  created_at: number;
}

interface InviteTable {
  id: string;
  account_id: string;
  user_id: string;
  email: string;
  /** SHA-256 of the 256-bit single-use token, hex; the token itself is only in the sealed message. */
  token_hash: string;
  outbox_id: string;
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
  /** 1 = a newer invitation took its place, or the user was removed. Kept for a while, to tell whoever opens the link. */
  withdrawn: number;
}

interface OutboxTable {
  id: string;
  aws_account_id: string;
  account_id: string;
  kind: string;
  recipient: string;
  subject: string;
  /** '' once it was sent: the links in it are nobody's business but the recipient's. */
  body_sealed: string;
  status: 'NotSent' | 'Sent' | 'Failed';
  attempts: number;
  next_attempt_at: number;
  created_at: number;
  /** What the message says is worth nothing any more by then: it is no longer sent. */
  expires_at: number;
  /** Until when, and by whom, the message is being sent. */
  lease_until: number;
  lease_owner: string;
  sent_at: number | null;
  /** What the mail server said to the last attempt that failed. */
  error: string | null;
}

interface IdempotencyTable {
  aws_account_id: string;
  operation: string;
  token: string;
  /** SHA-256 of the input without the token, hex: the same token with other input is a conflict. */
  input_hash: string;
  /** '' while the first request is still in its transaction. */
  output_sealed: string;
  created_at: number;
}

interface DenialTable {
  aws_account_id: string;
  /** The authorization id. */
  id: string;
  time: number;
  /** `aws:userid` of who was refused. */
  principal_id: string;
  /** JSON; policy texts are in `denial_policies`, by their SHA-256. */
  detail: string;
}

interface JobTable {
  name: string;
  /** Until when, and by which process, the job is being run. */
  lease_until: number;
  lease_owner: string;
  next_run_at: number;
  failures: number;
  started_at: number | null;
  finished_at: number | null;
  /** Rows the last run dealt with. */
  count: number;
  error: string | null;
}
