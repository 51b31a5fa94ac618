CREATE TABLE access_keys (id text primary key,
  aws_account_id text not null references aws_accounts (id),
  user_id text references iam_users (id),
  secret_sealed text not null,
  status text not null,
  created_at bigint not null,
  last_used_at bigint,
  last_used_service text,
  last_used_region text);
CREATE INDEX access_keys_by_user on access_keys (aws_account_id, user_id);
CREATE TABLE accounts (aws_account_id text not null references aws_accounts (id),
  id text not null unique,
  name text not null,
  name_folded text not null,
  type text not null,
  status text not null,
  default_license text not null,
  supported_licenses text not null,
  disable_remote_control bigint not null,
  enable_dial_out bigint not null,
  created_at bigint not null,
  deleted_at bigint,
  primary key (aws_account_id, id)) without rowid;
CREATE UNIQUE INDEX accounts_by_name on accounts (aws_account_id, name_folded) where deleted_at is null;
CREATE INDEX accounts_deleted on accounts (deleted_at) where deleted_at is not null;
CREATE TABLE audit_events (aws_account_id text not null,
  sequence bigint not null,
  id text not null,
  time bigint not null,
  event_name text not null,
  event_source text not null,
  user_name text,
  access_key_id text,
  read_only bigint not null,
  error_code text,
  event text not null,
  hash text not null,
  entity_id text,
  primary key (aws_account_id, sequence));
CREATE INDEX audit_events_by_entity on audit_events (aws_account_id, entity_id, time);
CREATE INDEX audit_events_by_id on audit_events (aws_account_id, id);
CREATE INDEX audit_events_by_time on audit_events (aws_account_id, time);
CREATE TABLE audit_heads (aws_account_id text primary key,
  sequence bigint not null,
  hash text not null) without rowid;
CREATE TABLE audit_lookup_heads (aws_account_id text primary key,
  sequence bigint not null) without rowid;
CREATE TABLE audit_lookups (aws_account_id text not null,
  attribute text not null,
  value text not null,
  time bigint not null,
  sequence bigint not null,
  primary key (aws_account_id, attribute, value, time, sequence)) without rowid;
CREATE TABLE aws_accounts (id text primary key,
  name text not null,
  name_folded text not null unique,
  created_at bigint not null);
CREATE TABLE denial_policies (aws_account_id text not null,
  hash text not null,
  document text not null,
  used_at bigint not null,
  primary key (aws_account_id, hash)) without rowid;
CREATE INDEX denial_policies_by_use on denial_policies (used_at);
CREATE TABLE denials (aws_account_id text not null,
  id text not null,
  time bigint not null,
  principal_id text not null,
  detail text not null,
  primary key (aws_account_id, id));
CREATE INDEX denials_by_age on denials (time);
CREATE TABLE epochs (name text primary key,
  value bigint not null) without rowid;
CREATE TABLE iam_access_reports (aws_account_id text not null references aws_accounts (id),
  id text not null,
  entity_arn text not null,
  granularity text not null,
  created_at bigint not null,
  primary key (aws_account_id, id)) without rowid;
CREATE TABLE iam_account_aliases (alias text primary key,
  aws_account_id text not null unique references aws_accounts (id)) without rowid;
CREATE TABLE iam_attachments (aws_account_id text not null,
  owner_id text not null,
  policy_arn text not null,
  attached_at bigint not null,
  primary key (aws_account_id, owner_id, policy_arn)) without rowid;
CREATE INDEX iam_attachments_by_policy on iam_attachments (aws_account_id, policy_arn);
CREATE TABLE iam_group_members (aws_account_id text not null,
  group_id text not null references iam_groups (id),
  user_id text not null references iam_users (id),
  added_at bigint not null,
  primary key (aws_account_id, group_id, user_id)) without rowid;
CREATE INDEX iam_group_members_by_user on iam_group_members (aws_account_id, user_id);
CREATE TABLE iam_groups (aws_account_id text not null references aws_accounts (id),
  id text not null unique,
  name text not null,
  name_folded text not null,
  path text not null,
  created_at bigint not null,
  primary key (aws_account_id, name_folded)) without rowid;
CREATE TABLE iam_inline_policies (aws_account_id text not null,
  owner_id text not null,
  name text not null,
  document text not null,
  primary key (aws_account_id, owner_id, name)) without rowid;
CREATE TABLE iam_login_profiles (aws_account_id text not null,
  user_id text primary key references iam_users (id),
  password_hash text not null,
  previous_hashes text not null,
  must_change bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  last_used_at bigint);
CREATE TABLE iam_mfa_devices (aws_account_id text not null references aws_accounts (id),
  serial_number text not null unique,
  name_folded text not null,
  seed_sealed text not null,
  user_id text references iam_users (id),
  enabled_at bigint,
  last_step bigint not null,
  drift_steps bigint not null,
  created_at bigint not null,
  tags text not null,
  primary key (aws_account_id, name_folded)) without rowid;
CREATE INDEX iam_mfa_devices_by_user on iam_mfa_devices (aws_account_id, user_id);
CREATE TABLE iam_open_id_providers (aws_account_id text not null references aws_accounts (id),
  url text not null,
  client_ids text not null,
  thumbprints text not null,
  created_at bigint not null,
  tags text not null,
  primary key (aws_account_id, url)) without rowid;
CREATE TABLE iam_password_policies (aws_account_id text primary key references aws_accounts (id),
  policy text not null) without rowid;
CREATE TABLE iam_policies (aws_account_id text not null references aws_accounts (id),
  id text not null unique,
  name text not null,
  name_folded text not null,
  path text not null,
  description text not null,
  default_version bigint not null,
  latest_version bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  tags text not null,
  primary key (aws_account_id, name_folded)) without rowid;
CREATE TABLE iam_policy_versions (aws_account_id text not null,
  policy_id text not null references iam_policies (id),
  version bigint not null,
  document text not null,
  created_at bigint not null,
  primary key (aws_account_id, policy_id, version)) without rowid;
CREATE TABLE iam_roles (aws_account_id text not null references aws_accounts (id),
  id text not null unique,
  name text not null,
  name_folded text not null,
  path text not null,
  description text not null,
  trust_document text not null,
  session_max_seconds bigint not null,
  created_at bigint not null,
  boundary_arn text,
  tags text not null,
  last_used_at bigint,
  last_used_region text,
  primary key (aws_account_id, name_folded)) without rowid;
CREATE INDEX iam_roles_by_boundary on iam_roles (aws_account_id, boundary_arn) where boundary_arn is not null;
CREATE TABLE iam_users (aws_account_id text not null references aws_accounts (id),
  id text not null unique,
  name text not null,
  name_folded text not null,
  path text not null,
  created_at bigint not null,
  boundary_arn text,
  tags text not null,
  primary key (aws_account_id, name_folded)) without rowid;
CREATE INDEX iam_users_by_boundary on iam_users (aws_account_id, boundary_arn) where boundary_arn is not null;
CREATE TABLE idempotency (aws_account_id text not null,
  operation text not null,
  token text not null,
  input_hash text not null,
  output_sealed text not null,
  created_at bigint not null,
  primary key (aws_account_id, operation, token)) without rowid;
CREATE INDEX idempotency_by_age on idempotency (created_at);
CREATE TABLE invites (id text primary key,
  account_id text not null,
  user_id text not null,
  email text not null,
  token_hash text not null unique,
  outbox_id text not null references outbox (id),
  created_at bigint not null,
  expires_at bigint not null,
  accepted_at bigint);
CREATE INDEX invites_by_user on invites (user_id);
CREATE TABLE jobs (name text primary key,
  lease_until bigint not null,
  lease_owner text not null,
  next_run_at bigint not null,
  failures bigint not null,
  started_at bigint,
  finished_at bigint,
  count bigint not null,
  error text);
CREATE TABLE meta (key text primary key,
  value text not null) without rowid;
CREATE TABLE organization_members (aws_account_id text primary key references aws_accounts (id),
  node_id text not null references organization_nodes (id),
  joined_at bigint not null);
CREATE TABLE organization_nodes (id text primary key,
  organization_id text not null,
  parent_id text references organization_nodes (id),
  name text not null,
  created_at bigint not null);
CREATE TABLE organization_policies (target_id text not null,
  name text not null,
  document text not null,
  attached_at bigint not null,
  primary key (target_id, name)) without rowid;
CREATE TABLE outbox (id text primary key,
  aws_account_id text not null,
  account_id text not null,
  kind text not null,
  recipient text not null,
  subject text not null,
  body_sealed text not null,
  status text not null,
  attempts bigint not null,
  next_attempt_at bigint not null,
  created_at bigint not null);
CREATE INDEX outbox_due on outbox (status, next_attempt_at);
CREATE TABLE policy_generations (aws_account_id text not null references aws_accounts (id),
  id text not null,
  principal_arn text not null,
  status text not null,
  started_at bigint not null,
  completed_at bigint,
  entity_id text not null,
  request text not null,
  progress text not null,
  policies text not null,
  error text,
  primary key (aws_account_id, id));
CREATE INDEX policy_generations_by_start on policy_generations (aws_account_id, started_at, id);
CREATE INDEX policy_generations_in_progress on policy_generations (started_at) where status = 'IN_PROGRESS';
CREATE TABLE retired_pins (pin text primary key,
  retired_at bigint not null) without rowid;
CREATE TABLE user_sessions (id text primary key,
  user_id text not null references users (id),
  token_hash text not null unique,
  device text not null,
  created_at bigint not null,
  expires_at bigint not null);
CREATE INDEX user_sessions_by_user on user_sessions (user_id);
CREATE TABLE users (account_id text not null,
  id text not null unique,
  primary_email text not null,
  display_name text,
  display_name_folded text,
  license_type text not null,
  user_type text not null,
  registration_status text not null,
  invitation_status text,
  pin text not null unique,
  managed_by text not null,
  invited_on bigint,
  registered_on bigint,
  created_at bigint not null,
  primary key (account_id, id)) without rowid;
CREATE INDEX users_anywhere_by_email on users (primary_email);
CREATE UNIQUE INDEX users_by_email on users (account_id, primary_email);
CREATE INDEX users_by_name on users (account_id, display_name_folded);
