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
  primary key (aws_account_id, sequence));
CREATE INDEX audit_events_by_time on audit_events (aws_account_id, time);
CREATE TABLE audit_heads (aws_account_id text primary key,
  sequence bigint not null,
  hash text not null) without rowid;
CREATE TABLE aws_accounts (id text primary key,
  name text not null,
  name_folded text not null unique,
  created_at bigint not null);
CREATE TABLE epochs (name text primary key,
  value bigint not null) without rowid;
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
CREATE TABLE iam_users (aws_account_id text not null references aws_accounts (id),
  id text not null unique,
  name text not null,
  name_folded text not null,
  path text not null,
  created_at bigint not null,
  boundary_arn text,
  tags text not null,
  primary key (aws_account_id, name_folded)) without rowid;
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
