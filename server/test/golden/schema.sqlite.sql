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
CREATE TABLE account_group_members (account_id text not null,
  group_id text not null,
  user_id text not null,
  primary key (account_id, group_id, user_id)) without rowid;
CREATE INDEX account_group_members_by_user on account_group_members (account_id, user_id);
CREATE TABLE account_groups (account_id text not null,
  id text not null unique,
  source text not null,
  name text not null,
  name_folded text not null,
  external_id text,
  version bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)) without rowid;
CREATE INDEX account_groups_by_external_id on account_groups (account_id, source, external_id);
CREATE UNIQUE INDEX account_groups_by_name on account_groups (account_id, source, name_folded);
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
  signin_delegate_groups text not null default '[]',
  primary key (aws_account_id, id)) without rowid;
CREATE UNIQUE INDEX accounts_by_name on accounts (aws_account_id, name_folded) where deleted_at is null;
CREATE INDEX accounts_deleted on accounts (deleted_at) where deleted_at is not null;
CREATE TABLE api_keys (account_id text not null,
  id text not null unique,
  secret_hash text not null unique,
  prefix text not null,
  description text,
  created_by text not null,
  created_at bigint not null,
  expires_at bigint,
  last_used_at bigint,
  primary key (account_id, id)) without rowid;
CREATE TABLE attachment_contents (account_id text not null, sha256 text not null,
  object_key text not null,
  bytes bigint not null,
  holders bigint not null,
  created_at bigint not null,
  primary key (account_id, sha256)) without rowid;
CREATE TABLE attachment_usage (account_id text primary key,
  bytes bigint not null) without rowid;
CREATE TABLE attachments (account_id text not null,
  id text not null,
  conversation_id text not null,
  uploaded_by text not null,
  file_name text not null,
  content_type text not null,
  bytes bigint not null, sha256 text not null,
  created_at bigint not null,
  primary key (account_id, id)) without rowid;
CREATE INDEX attachments_by_conversation on attachments (conversation_id, id);
CREATE TABLE attendee_sessions (projection_id text not null,
  conference_id text not null,
  id text not null,
  user_id text,
  facts text not null,
  marks text not null,
  primary key (projection_id, conference_id, id)) without rowid;
CREATE INDEX attendee_sessions_by_user on attendee_sessions (projection_id, conference_id, user_id) where user_id is not null;
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
CREATE TABLE audit_segment_lookups (aws_account_id text not null,
  attribute text not null,
  value text not null,
  last_time bigint not null,
  first_sequence bigint not null,
  primary key (aws_account_id, attribute, value, last_time, first_sequence)) without rowid;
CREATE TABLE audit_segments (aws_account_id text not null,
  first_sequence bigint not null,
  first_time bigint not null,
  last_time bigint not null,
  first_id text not null,
  last_id text not null,
  events text not null,
  primary key (aws_account_id, first_sequence));
CREATE INDEX audit_segments_by_id on audit_segments (aws_account_id, first_id, last_id);
CREATE TABLE aws_accounts (id text primary key,
  name text not null,
  name_folded text not null unique,
  created_at bigint not null);
CREATE TABLE call_detail_records (account_id text not null,
  conference_id text not null,
  attendee_session_id text not null,
  started_at bigint not null,
  ended_at bigint not null,
  id text not null unique,
  call text not null,
  due_at bigint not null,
  delivered_at bigint,
  attempts bigint not null,
  error text,
  primary key (account_id, conference_id, attendee_session_id, started_at)) without rowid;
CREATE INDEX call_detail_records_due on call_detail_records (due_at) where delivered_at is null;
CREATE TABLE cdr_buckets (name text primary key,
  aws_account_id text not null,
  state text not null,
  created_by_carillon bigint not null,
  created_at bigint not null,
  changed_at bigint not null) without rowid;
CREATE INDEX cdr_buckets_by_owner on cdr_buckets (aws_account_id, name);
CREATE INDEX cdr_buckets_leaving on cdr_buckets (changed_at) where state in ('Retired', 'Deleting');
CREATE TABLE cdr_deliveries (record_id text primary key,
  bucket_name text not null,
  assigned_at bigint not null) without rowid;
CREATE TABLE cdr_settings (aws_account_id text primary key,
  bucket_name text not null unique,
  chosen_at bigint not null,
  failures bigint not null,
  next_attempt_at bigint not null,
  error text) without rowid;
CREATE TABLE cdr_usage_weeks (account_id text primary key,
  next_week bigint not null,
  bucket_name text,
  object_key text) without rowid;
CREATE TABLE connection_spans (projection_id text not null,
  conference_id text not null,
  attendee_session_id text not null,
  started_at bigint not null,
  ended_at bigint,
  exit text,
  primary key (projection_id, conference_id, attendee_session_id, started_at)) without rowid;
CREATE TABLE console_sessions (token_hash text primary key,
  aws_account_id text not null,
  user_id text not null,
  credentials text not null,
  has_mfa bigint not null,
  role_credentials text,
  created_at bigint not null,
  expires_at bigint not null,
  last_seen_at bigint not null) without rowid;
CREATE INDEX console_sessions_by_age on console_sessions (expires_at);
CREATE INDEX console_sessions_by_user on console_sessions (user_id);
CREATE TABLE conversation_members (conversation_id text not null references conversations (id) on delete cascade,
  user_id text not null,
  role text not null,
  invited_by text not null,
  updated_at bigint not null,
  primary key (conversation_id, user_id)) without rowid;
CREATE INDEX conversation_members_by_user on conversation_members (user_id, conversation_id);
CREATE TABLE conversations (account_id text not null,
  id text not null unique,
  kind text not null,
  name text,
  created_by text not null,
  pair text,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)) without rowid;
CREATE UNIQUE INDEX conversations_by_pair on conversations (account_id, pair) where pair is not null;
CREATE TABLE data_exports (id text primary key,
  aws_account_id text not null,
  account_id text not null,
  state text not null,
  step text not null,
  position text not null,
  parts bigint not null,
  file_bytes bigint not null,
  total bigint not null,
  count bigint not null,
  bytes bigint not null,
  signed_at bigint,
  url_sealed text,
  expires_at bigint,
  lease_owner text not null,
  lease_until bigint not null,
  attempts bigint not null,
  requested_by text not null,
  requested_at bigint not null,
  finished_at bigint,
  message text);
CREATE INDEX data_exports_by_account on data_exports (account_id, id);
CREATE UNIQUE INDEX data_exports_open on data_exports (account_id) where finished_at is null;
CREATE TABLE delegates (account_id text not null,
  delegate_aws_account_id text not null,
  id text not null unique,
  state text not null,
  email text,
  outbox_id text,
  invited_by text not null,
  created_at bigint not null,
  expires_at bigint not null,
  accepted_by text,
  accepted_at bigint,
  primary key (account_id, delegate_aws_account_id)) without rowid;
CREATE INDEX delegates_by_delegate on delegates (delegate_aws_account_id, account_id);
CREATE INDEX delegates_due on delegates (expires_at) where state = 'Pending';
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
CREATE TABLE directories (aws_account_id text not null,
  id text not null unique,
  name text not null,
  url text not null,
  start_tls bigint not null,
  base_dn text not null,
  bind_dn text not null,
  password_sealed text not null,
  authority text,
  created_at bigint not null,
  primary key (aws_account_id, id)) without rowid;
CREATE TABLE directory_authorizations (directory_id text not null,
  account_id text not null,
  authorized_at bigint not null,
  primary key (directory_id, account_id)) without rowid;
CREATE INDEX directory_authorizations_by_account on directory_authorizations (account_id);
CREATE TABLE directory_connections (account_id text primary key,
  directory_id text not null unique,
  aws_account_id text not null,
  connected_at bigint not null,
  change_cursor text,
  full_sync_at bigint,
  next_sync_at bigint not null,
  failures bigint not null) without rowid;
CREATE INDEX directory_connections_due on directory_connections (next_sync_at);
CREATE TABLE directory_runs (id text primary key,
  aws_account_id text not null,
  account_id text not null,
  directory_id text not null,
  kind text not null,
  state text not null,
  step text not null,
  change_cursor text,
  lease_owner text not null,
  lease_until bigint not null,
  actions_planned bigint not null,
  actions_done bigint not null,
  users_seen bigint not null,
  users_added bigint not null,
  users_updated bigint not null,
  users_suspended bigint not null,
  suspensions_planned bigint not null,
  suspensions_approved bigint not null,
  message text,
  requested_at bigint not null,
  started_at bigint,
  finished_at bigint);
CREATE INDEX directory_runs_by_account on directory_runs (account_id, requested_at);
CREATE UNIQUE INDEX directory_runs_open on directory_runs (account_id) where finished_at is null;
CREATE TABLE directory_users (account_id text not null,
  object_guid text not null,
  user_id text not null,
  primary_group bigint not null,
  primary key (account_id, object_guid)) without rowid;
CREATE UNIQUE INDEX directory_users_by_user on directory_users (account_id, user_id);
CREATE TABLE discarded_objects (object_key text primary key,
  due_at bigint not null,
  deleting bigint not null) without rowid;
CREATE INDEX discarded_objects_due on discarded_objects (due_at);
CREATE TABLE domains (account_id text not null,
  name text not null,
  status text not null,
  token text not null unique,
  created_at bigint not null,
  verified_at bigint,
  proof_missing_since bigint,
  last_check text,
  next_check_at bigint,
  failures bigint not null,
  primary key (account_id, name)) without rowid;
CREATE INDEX domains_by_name on domains (name);
CREATE INDEX domains_due on domains (next_check_at) where next_check_at is not null;
CREATE UNIQUE INDEX domains_verified on domains (name) where status = 'Verified';
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
  accepted_at bigint,
  withdrawn bigint not null default 0);
CREATE INDEX invites_by_age on invites (expires_at);
CREATE INDEX invites_by_message on invites (outbox_id);
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
CREATE TABLE license_groups (account_id text not null,
  group_id text not null,
  source text not null,
  group_name text not null,
  license_type text not null,
  created_at bigint not null,
  primary key (account_id, group_id)) without rowid;
CREATE TABLE meeting_account_days (projection_id text not null,
  day bigint not null,
  meetings_held bigint not null,
  active_users bigint not null,
  active_pro_users bigint not null,
  answers bigint not null,
  positive_answers bigint not null,
  messages_sent bigint not null,
  primary key (projection_id, day)) without rowid;
CREATE TABLE meeting_aliases (account_id text not null,
  alias text not null,
  user_id text not null,
  created_at bigint not null,
  primary key (account_id, alias)) without rowid;
CREATE TABLE meeting_attendances (projection_id text not null,
  user_id text not null,
  day bigint not null,
  conference_id text not null,
  primary key (projection_id, user_id, day, conference_id)) without rowid;
CREATE TABLE meeting_events (account_id text not null,
  conference_id text not null,
  time bigint not null,
  event_key text not null unique,
  source_id text not null,
  id text not null,
  type text not null,
  received_at bigint not null,
  attendee_session_id text,
  user_id text,
  is_pro bigint not null,
  person text not null,
  data text not null);
CREATE INDEX meeting_events_by_conference on meeting_events (account_id, conference_id, time, event_key);
CREATE TABLE meeting_feedback (projection_id text not null,
  conference_id text not null,
  event_key text not null,
  attendee_session_id text,
  user_id text,
  positive bigint not null,
  comment text,
  time bigint not null,
  primary key (projection_id, conference_id, event_key)) without rowid;
CREATE TABLE meeting_ledgers (account_id text primary key,
  projection_id text not null unique,
  events bigint not null,
  received_at bigint not null) without rowid;
CREATE TABLE meeting_rebuilds (id text primary key,
  account_id text not null,
  position text not null,
  events_total bigint not null,
  events_done bigint not null,
  requested_at bigint not null,
  finished_at bigint);
CREATE INDEX meeting_rebuilds_by_account on meeting_rebuilds (account_id, requested_at);
CREATE UNIQUE INDEX meeting_rebuilds_open on meeting_rebuilds (account_id) where finished_at is null;
CREATE TABLE meeting_remains (id text primary key,
  kind text not null) without rowid;
CREATE TABLE meeting_sources (account_id text not null,
  id text not null unique,
  kind text not null,
  name text not null,
  settings text not null,
  secret_sealed text not null,
  created_at bigint not null,
  removed_at bigint,
  primary key (account_id, id)) without rowid;
CREATE TABLE meeting_user_activity (projection_id text not null,
  block bigint not null,
  user_id text not null,
  days bigint not null,
  primary key (projection_id, block, user_id)) without rowid;
CREATE TABLE meeting_user_days (projection_id text not null,
  user_id text not null,
  day bigint not null,
  meetings_attended bigint not null,
  meetings_organized bigint not null,
  pro_meetings bigint not null,
  answers bigint not null,
  positive_answers bigint not null,
  messages_sent bigint not null,
  last_message_at bigint,
  primary key (projection_id, user_id, day)) without rowid;
CREATE TABLE meetings (projection_id text not null,
  conference_id text not null,
  type text not null,
  organizer_user_id text,
  started_at bigint,
  ended_at bigint,
  attendees bigint not null,
  connected bigint not null,
  sip_sessions bigint not null,
  data_complete bigint not null,
  last_event_at bigint not null,
  last_received_at bigint not null,
  facts text not null,
  primary key (projection_id, conference_id)) without rowid;
CREATE INDEX meetings_by_end on meetings (projection_id, ended_at, conference_id);
CREATE INDEX meetings_by_organizer on meetings (projection_id, organizer_user_id, ended_at, conference_id);
CREATE INDEX meetings_by_type on meetings (projection_id, type, ended_at, conference_id);
CREATE INDEX meetings_open on meetings (last_received_at) where ended_at is null;
CREATE TABLE messages (conversation_id text not null references conversations (id) on delete cascade,
  id text not null,
  account_id text not null,
  sender_id text not null,
  content text not null,
  created_at bigint not null,
  redacted_at bigint,
  redacted_by text,
  primary key (conversation_id, id)) without rowid;
CREATE INDEX messages_by_age on messages (account_id, created_at);
CREATE TABLE meta (key text primary key,
  value text not null) without rowid;
CREATE TABLE openid_configs (account_id text primary key,
  issuer text not null,
  client_id text not null,
  client_secret_sealed text not null,
  scopes text not null,
  revision text not null,
  updated_at bigint not null) without rowid;
CREATE INDEX openid_configs_by_issuer on openid_configs (issuer);
CREATE TABLE openid_links (account_id text not null,
  issuer text not null,
  subject text not null,
  user_id text not null references users (id) on delete cascade,
  created_at bigint not null,
  primary key (account_id, issuer, subject)) without rowid;
CREATE INDEX openid_links_by_user on openid_links (user_id);
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
  created_at bigint not null,
  expires_at bigint not null default 0,
  lease_until bigint not null default 0,
  lease_owner text not null default '',
  sent_at bigint,
  error text);
CREATE INDEX outbox_by_account on outbox (account_id, id) where account_id <> '';
CREATE INDEX outbox_by_age on outbox (expires_at);
CREATE INDEX outbox_by_recipient on outbox (recipient, sent_at) where sent_at is not null;
CREATE INDEX outbox_by_tenant on outbox (aws_account_id, sent_at) where sent_at is not null;
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
CREATE TABLE retention_settings (account_id text primary key,
  room_days bigint,
  conversation_days bigint,
  deletes_from bigint not null) without rowid;
CREATE TABLE retired_pins (pin text primary key,
  retired_at bigint not null) without rowid;
CREATE TABLE room_presences (source_id text not null,
  handle text not null,
  room text not null,
  attendee_session_id text not null,
  media text not null,
  seen_at bigint not null,
  primary key (source_id, handle)) without rowid;
CREATE INDEX room_presences_by_age on room_presences (seen_at);
CREATE INDEX room_presences_by_room on room_presences (source_id, room, attendee_session_id);
CREATE TABLE scim_log (account_id text not null,
  id text not null,
  api_key_id text not null,
  time bigint not null,
  method text not null,
  target text not null,
  status bigint not null,
  duration_ms bigint not null,
  request text,
  response text,
  primary key (account_id, id)) without rowid;
CREATE INDEX scim_log_by_time on scim_log (time);
CREATE TABLE scim_settings (account_id text primary key,
  refuses_license_loss bigint not null) without rowid;
CREATE TABLE scim_users (account_id text not null,
  id text not null unique,
  user_name_folded text not null,
  external_id text,
  resource text not null,
  version bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account_id, id)) without rowid;
CREATE INDEX scim_users_by_external_id on scim_users (account_id, external_id);
CREATE UNIQUE INDEX scim_users_by_name on scim_users (account_id, user_name_folded);
CREATE TABLE scim_values (account_id text not null,
  user_id text not null,
  path text not null,
  element bigint not null,
  value text not null,
  folded text not null,
  primary key (account_id, user_id, path, element)) without rowid;
CREATE INDEX scim_values_by_value on scim_values (account_id, path, folded);
CREATE TABLE sign_in_throttles (key text primary key,
  attempts bigint not null,
  last_at bigint not null,
  blocked_until bigint not null) without rowid;
CREATE INDEX sign_in_throttles_by_age on sign_in_throttles (last_at);
CREATE TABLE support_requests (aws_account_id text not null,
  id text not null,
  account_id text,
  conference_id text,
  subject text not null,
  description_sealed text not null,
  category text not null,
  severity text not null,
  occurred_at bigint,
  diagnostics_attached bigint not null,
  outbox_id text not null,
  submitted_by text not null,
  created_at bigint not null,
  primary key (aws_account_id, id)) without rowid;
CREATE INDEX support_requests_by_message on support_requests (outbox_id);
CREATE TABLE user_addresses (account_id text not null,
  email text not null,
  user_id text not null,
  primary key (account_id, email)) without rowid;
CREATE INDEX user_addresses_by_user on user_addresses (account_id, user_id);
CREATE TABLE user_links (token_hash text primary key,
  kind text not null,
  email text not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint) without rowid;
CREATE INDEX user_links_by_age on user_links (expires_at);
CREATE INDEX user_links_by_email on user_links (email);
CREATE TABLE user_logins (email text primary key,
  password_hash text not null,
  created_at bigint not null,
  changed_at bigint not null) without rowid;
CREATE TABLE user_sessions (id text primary key,
  user_id text not null references users (id),
  token_hash text not null unique,
  device text not null,
  created_at bigint not null,
  expires_at bigint not null,
  method text not null default 'carillon',
  last_seen_at bigint not null default 0);
CREATE INDEX user_sessions_by_age on user_sessions (expires_at);
CREATE INDEX user_sessions_by_user on user_sessions (user_id);
CREATE TABLE user_settings (user_id text primary key references users (id) on delete cascade,
  inbound_calling bigint not null,
  outbound_calling bigint not null,
  sms bigint not null) without rowid;
CREATE TABLE user_sign_ins (user_id text primary key,
  last_at bigint not null) without rowid;
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
  source_active bigint not null default 1,
  primary key (account_id, id)) without rowid;
CREATE INDEX users_anywhere_by_email on users (primary_email);
CREATE UNIQUE INDEX users_by_email on users (account_id, primary_email);
CREATE INDEX users_by_name on users (account_id, display_name_folded);
CREATE INDEX users_by_registration on users (account_id, registered_on, registration_status);
