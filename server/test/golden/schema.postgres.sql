-- columns
access_keys.id text collate C not null
access_keys.aws_account_id text collate C not null
access_keys.user_id text collate C
access_keys.secret_sealed text collate C not null
access_keys.status text collate C not null
access_keys.created_at bigint not null
access_keys.last_used_at bigint
access_keys.last_used_service text collate C
access_keys.last_used_region text collate C
account_group_members.account_id text collate C not null
account_group_members.group_id text collate C not null
account_group_members.user_id text collate C not null
account_groups.account_id text collate C not null
account_groups.id text collate C not null
account_groups.source text collate C not null
account_groups.name text collate C not null
account_groups.name_folded text collate C not null
account_groups.external_id text collate C
account_groups.version bigint not null
account_groups.created_at bigint not null
account_groups.updated_at bigint not null
accounts.aws_account_id text collate C not null
accounts.id text collate C not null
accounts.name text collate C not null
accounts.name_folded text collate C not null
accounts.type text collate C not null
accounts.status text collate C not null
accounts.default_license text collate C not null
accounts.supported_licenses text collate C not null
accounts.disable_remote_control bigint not null
accounts.enable_dial_out bigint not null
accounts.created_at bigint not null
accounts.deleted_at bigint
accounts.signin_delegate_groups text collate C not null
api_keys.account_id text collate C not null
api_keys.id text collate C not null
api_keys.secret_hash text collate C not null
api_keys.prefix text collate C not null
api_keys.description text collate C
api_keys.created_by text collate C not null
api_keys.created_at bigint not null
api_keys.expires_at bigint
api_keys.last_used_at bigint
attachment_contents.account_id text collate C not null
attachment_contents.sha256 text collate C not null
attachment_contents.object_key text collate C not null
attachment_contents.bytes bigint not null
attachment_contents.holders bigint not null
attachment_contents.created_at bigint not null
attachment_usage.account_id text collate C not null
attachment_usage.bytes bigint not null
attachments.account_id text collate C not null
attachments.id text collate C not null
attachments.conversation_id text collate C not null
attachments.uploaded_by text collate C not null
attachments.file_name text collate C not null
attachments.content_type text collate C not null
attachments.bytes bigint not null
attachments.sha256 text collate C not null
attachments.created_at bigint not null
attendee_sessions.projection_id text collate C not null
attendee_sessions.conference_id text collate C not null
attendee_sessions.id text collate C not null
attendee_sessions.user_id text collate C
attendee_sessions.facts text collate C not null
attendee_sessions.marks text collate C not null
audit_events.aws_account_id text collate C not null
audit_events.sequence bigint not null
audit_events.id text collate C not null
audit_events.time bigint not null
audit_events.event_name text collate C not null
audit_events.event_source text collate C not null
audit_events.user_name text collate C
audit_events.access_key_id text collate C
audit_events.read_only bigint not null
audit_events.error_code text collate C
audit_events.event text collate C not null
audit_events.hash text collate C not null
audit_events.entity_id text collate C
audit_heads.aws_account_id text collate C not null
audit_heads.sequence bigint not null
audit_heads.hash text collate C not null
audit_lookup_heads.aws_account_id text collate C not null
audit_lookup_heads.sequence bigint not null
audit_lookups.aws_account_id text collate C not null
audit_lookups.attribute text collate C not null
audit_lookups.value text collate C not null
audit_lookups.time bigint not null
audit_lookups.sequence bigint not null
audit_segment_lookups.aws_account_id text collate C not null
audit_segment_lookups.attribute text collate C not null
audit_segment_lookups.value text collate C not null
audit_segment_lookups.last_time bigint not null
audit_segment_lookups.first_sequence bigint not null
audit_segments.aws_account_id text collate C not null
audit_segments.first_sequence bigint not null
audit_segments.first_time bigint not null
audit_segments.last_time bigint not null
audit_segments.first_id text collate C not null
audit_segments.last_id text collate C not null
audit_segments.events text collate C not null
aws_accounts.id text collate C not null
aws_accounts.name text collate C not null
aws_accounts.name_folded text collate C not null
aws_accounts.created_at bigint not null
call_detail_records.account_id text collate C not null
call_detail_records.conference_id text collate C not null
call_detail_records.attendee_session_id text collate C not null
call_detail_records.started_at bigint not null
call_detail_records.ended_at bigint not null
call_detail_records.id text collate C not null
call_detail_records.call text collate C not null
call_detail_records.due_at bigint not null
call_detail_records.delivered_at bigint
call_detail_records.attempts bigint not null
call_detail_records.error text collate C
carillon_migration_lock.id integer not null
cdr_buckets.name text collate C not null
cdr_buckets.aws_account_id text collate C not null
cdr_buckets.state text collate C not null
cdr_buckets.created_by_carillon bigint not null
cdr_buckets.created_at bigint not null
cdr_buckets.changed_at bigint not null
cdr_deliveries.record_id text collate C not null
cdr_deliveries.bucket_name text collate C not null
cdr_deliveries.assigned_at bigint not null
cdr_settings.aws_account_id text collate C not null
cdr_settings.bucket_name text collate C not null
cdr_settings.chosen_at bigint not null
cdr_settings.failures bigint not null
cdr_settings.next_attempt_at bigint not null
cdr_settings.error text collate C
cdr_usage_weeks.account_id text collate C not null
cdr_usage_weeks.next_week bigint not null
cdr_usage_weeks.bucket_name text collate C
cdr_usage_weeks.object_key text collate C
connection_spans.projection_id text collate C not null
connection_spans.conference_id text collate C not null
connection_spans.attendee_session_id text collate C not null
connection_spans.started_at bigint not null
connection_spans.ended_at bigint
connection_spans.exit text collate C
console_sessions.token_hash text collate C not null
console_sessions.aws_account_id text collate C not null
console_sessions.user_id text collate C not null
console_sessions.credentials text collate C not null
console_sessions.has_mfa bigint not null
console_sessions.role_credentials text collate C
console_sessions.created_at bigint not null
console_sessions.expires_at bigint not null
console_sessions.last_seen_at bigint not null
conversation_members.conversation_id text collate C not null
conversation_members.user_id text collate C not null
conversation_members.role text collate C not null
conversation_members.invited_by text collate C not null
conversation_members.updated_at bigint not null
conversations.account_id text collate C not null
conversations.id text collate C not null
conversations.kind text collate C not null
conversations.name text collate C
conversations.created_by text collate C not null
conversations.pair text collate C
conversations.created_at bigint not null
conversations.updated_at bigint not null
data_exports.id text collate C not null
data_exports.aws_account_id text collate C not null
data_exports.account_id text collate C not null
data_exports.state text collate C not null
data_exports.step text collate C not null
data_exports.position text collate C not null
data_exports.parts bigint not null
data_exports.file_bytes bigint not null
data_exports.total bigint not null
data_exports.count bigint not null
data_exports.bytes bigint not null
data_exports.signed_at bigint
data_exports.url_sealed text collate C
data_exports.expires_at bigint
data_exports.lease_owner text collate C not null
data_exports.lease_until bigint not null
data_exports.attempts bigint not null
data_exports.requested_by text collate C not null
data_exports.requested_at bigint not null
data_exports.finished_at bigint
data_exports.message text collate C
delegates.account_id text collate C not null
delegates.delegate_aws_account_id text collate C not null
delegates.id text collate C not null
delegates.state text collate C not null
delegates.email text collate C
delegates.outbox_id text collate C
delegates.invited_by text collate C not null
delegates.created_at bigint not null
delegates.expires_at bigint not null
delegates.accepted_by text collate C
delegates.accepted_at bigint
denial_policies.aws_account_id text collate C not null
denial_policies.hash text collate C not null
denial_policies.document text collate C not null
denial_policies.used_at bigint not null
denials.aws_account_id text collate C not null
denials.id text collate C not null
denials.time bigint not null
denials.principal_id text collate C not null
denials.detail text collate C not null
directories.aws_account_id text collate C not null
directories.id text collate C not null
directories.name text collate C not null
directories.url text collate C not null
directories.start_tls bigint not null
directories.base_dn text collate C not null
directories.bind_dn text collate C not null
directories.password_sealed text collate C not null
directories.authority text collate C
directories.created_at bigint not null
directory_authorizations.directory_id text collate C not null
directory_authorizations.account_id text collate C not null
directory_authorizations.authorized_at bigint not null
directory_connections.account_id text collate C not null
directory_connections.directory_id text collate C not null
directory_connections.aws_account_id text collate C not null
directory_connections.connected_at bigint not null
directory_connections.change_cursor text collate C
directory_connections.full_sync_at bigint
directory_connections.next_sync_at bigint not null
directory_connections.failures bigint not null
directory_runs.id text collate C not null
directory_runs.aws_account_id text collate C not null
directory_runs.account_id text collate C not null
directory_runs.directory_id text collate C not null
directory_runs.kind text collate C not null
directory_runs.state text collate C not null
directory_runs.step text collate C not null
directory_runs.change_cursor text collate C
directory_runs.lease_owner text collate C not null
directory_runs.lease_until bigint not null
directory_runs.actions_planned bigint not null
directory_runs.actions_done bigint not null
directory_runs.users_seen bigint not null
directory_runs.users_added bigint not null
directory_runs.users_updated bigint not null
directory_runs.users_suspended bigint not null
directory_runs.suspensions_planned bigint not null
directory_runs.suspensions_approved bigint not null
directory_runs.message text collate C
directory_runs.requested_at bigint not null
directory_runs.started_at bigint
directory_runs.finished_at bigint
directory_users.account_id text collate C not null
directory_users.object_guid text collate C not null
directory_users.user_id text collate C not null
directory_users.primary_group bigint not null
discarded_objects.object_key text collate C not null
discarded_objects.due_at bigint not null
discarded_objects.deleting bigint not null
domains.account_id text collate C not null
domains.name text collate C not null
domains.status text collate C not null
domains.token text collate C not null
domains.created_at bigint not null
domains.verified_at bigint
domains.proof_missing_since bigint
domains.last_check text collate C
domains.next_check_at bigint
domains.failures bigint not null
epochs.name text collate C not null
epochs.value bigint not null
iam_access_reports.aws_account_id text collate C not null
iam_access_reports.id text collate C not null
iam_access_reports.entity_arn text collate C not null
iam_access_reports.granularity text collate C not null
iam_access_reports.created_at bigint not null
iam_account_aliases.alias text collate C not null
iam_account_aliases.aws_account_id text collate C not null
iam_attachments.aws_account_id text collate C not null
iam_attachments.owner_id text collate C not null
iam_attachments.policy_arn text collate C not null
iam_attachments.attached_at bigint not null
iam_group_members.aws_account_id text collate C not null
iam_group_members.group_id text collate C not null
iam_group_members.user_id text collate C not null
iam_group_members.added_at bigint not null
iam_groups.aws_account_id text collate C not null
iam_groups.id text collate C not null
iam_groups.name text collate C not null
iam_groups.name_folded text collate C not null
iam_groups.path text collate C not null
iam_groups.created_at bigint not null
iam_inline_policies.aws_account_id text collate C not null
iam_inline_policies.owner_id text collate C not null
iam_inline_policies.name text collate C not null
iam_inline_policies.document text collate C not null
iam_login_profiles.aws_account_id text collate C not null
iam_login_profiles.user_id text collate C not null
iam_login_profiles.password_hash text collate C not null
iam_login_profiles.previous_hashes text collate C not null
iam_login_profiles.must_change bigint not null
iam_login_profiles.created_at bigint not null
iam_login_profiles.changed_at bigint not null
iam_login_profiles.last_used_at bigint
iam_mfa_devices.aws_account_id text collate C not null
iam_mfa_devices.serial_number text collate C not null
iam_mfa_devices.name_folded text collate C not null
iam_mfa_devices.seed_sealed text collate C not null
iam_mfa_devices.user_id text collate C
iam_mfa_devices.enabled_at bigint
iam_mfa_devices.last_step bigint not null
iam_mfa_devices.drift_steps bigint not null
iam_mfa_devices.created_at bigint not null
iam_mfa_devices.tags text collate C not null
iam_open_id_providers.aws_account_id text collate C not null
iam_open_id_providers.url text collate C not null
iam_open_id_providers.client_ids text collate C not null
iam_open_id_providers.thumbprints text collate C not null
iam_open_id_providers.created_at bigint not null
iam_open_id_providers.tags text collate C not null
iam_password_policies.aws_account_id text collate C not null
iam_password_policies.policy text collate C not null
iam_policies.aws_account_id text collate C not null
iam_policies.id text collate C not null
iam_policies.name text collate C not null
iam_policies.name_folded text collate C not null
iam_policies.path text collate C not null
iam_policies.description text collate C not null
iam_policies.default_version bigint not null
iam_policies.latest_version bigint not null
iam_policies.created_at bigint not null
iam_policies.updated_at bigint not null
iam_policies.tags text collate C not null
iam_policy_versions.aws_account_id text collate C not null
iam_policy_versions.policy_id text collate C not null
iam_policy_versions.version bigint not null
iam_policy_versions.document text collate C not null
iam_policy_versions.created_at bigint not null
iam_roles.aws_account_id text collate C not null
iam_roles.id text collate C not null
iam_roles.name text collate C not null
iam_roles.name_folded text collate C not null
iam_roles.path text collate C not null
iam_roles.description text collate C not null
iam_roles.trust_document text collate C not null
iam_roles.session_max_seconds bigint not null
iam_roles.created_at bigint not null
iam_roles.boundary_arn text collate C
iam_roles.tags text collate C not null
iam_roles.last_used_at bigint
iam_roles.last_used_region text collate C
iam_users.aws_account_id text collate C not null
iam_users.id text collate C not null
iam_users.name text collate C not null
iam_users.name_folded text collate C not null
iam_users.path text collate C not null
iam_users.created_at bigint not null
iam_users.boundary_arn text collate C
iam_users.tags text collate C not null
idempotency.aws_account_id text collate C not null
idempotency.operation text collate C not null
idempotency.token text collate C not null
idempotency.input_hash text collate C not null
idempotency.output_sealed text collate C not null
idempotency.created_at bigint not null
invites.id text collate C not null
invites.account_id text collate C not null
invites.user_id text collate C not null
invites.email text collate C not null
invites.token_hash text collate C not null
invites.outbox_id text collate C not null
invites.created_at bigint not null
invites.expires_at bigint not null
invites.accepted_at bigint
invites.withdrawn bigint not null
jobs.name text collate C not null
jobs.lease_until bigint not null
jobs.lease_owner text collate C not null
jobs.next_run_at bigint not null
jobs.failures bigint not null
jobs.started_at bigint
jobs.finished_at bigint
jobs.count bigint not null
jobs.error text collate C
license_groups.account_id text collate C not null
license_groups.group_id text collate C not null
license_groups.source text collate C not null
license_groups.group_name text collate C not null
license_groups.license_type text collate C not null
license_groups.created_at bigint not null
meeting_account_days.projection_id text collate C not null
meeting_account_days.day bigint not null
meeting_account_days.meetings_held bigint not null
meeting_account_days.active_users bigint not null
meeting_account_days.active_pro_users bigint not null
meeting_account_days.answers bigint not null
meeting_account_days.positive_answers bigint not null
meeting_account_days.messages_sent bigint not null
meeting_aliases.account_id text collate C not null
meeting_aliases.alias text collate C not null
meeting_aliases.user_id text collate C not null
meeting_aliases.created_at bigint not null
meeting_attendances.projection_id text collate C not null
meeting_attendances.user_id text collate C not null
meeting_attendances.day bigint not null
meeting_attendances.conference_id text collate C not null
meeting_events.account_id text collate C not null
meeting_events.conference_id text collate C not null
meeting_events.time bigint not null
meeting_events.event_key text collate C not null
meeting_events.source_id text collate C not null
meeting_events.id text collate C not null
meeting_events.type text collate C not null
meeting_events.received_at bigint not null
meeting_events.attendee_session_id text collate C
meeting_events.user_id text collate C
meeting_events.is_pro bigint not null
meeting_events.person text collate C not null
meeting_events.data text collate C not null
meeting_feedback.projection_id text collate C not null
meeting_feedback.conference_id text collate C not null
meeting_feedback.event_key text collate C not null
meeting_feedback.attendee_session_id text collate C
meeting_feedback.user_id text collate C
meeting_feedback.positive bigint not null
meeting_feedback.comment text collate C
meeting_feedback.time bigint not null
meeting_ledgers.account_id text collate C not null
meeting_ledgers.projection_id text collate C not null
meeting_ledgers.events bigint not null
meeting_ledgers.received_at bigint not null
meeting_rebuilds.id text collate C not null
meeting_rebuilds.account_id text collate C not null
meeting_rebuilds.position text collate C not null
meeting_rebuilds.events_total bigint not null
meeting_rebuilds.events_done bigint not null
meeting_rebuilds.requested_at bigint not null
meeting_rebuilds.finished_at bigint
meeting_remains.id text collate C not null
meeting_remains.kind text collate C not null
meeting_sources.account_id text collate C not null
meeting_sources.id text collate C not null
meeting_sources.kind text collate C not null
meeting_sources.name text collate C not null
meeting_sources.settings text collate C not null
meeting_sources.secret_sealed text collate C not null
meeting_sources.created_at bigint not null
meeting_sources.removed_at bigint
meeting_user_activity.projection_id text collate C not null
meeting_user_activity.block bigint not null
meeting_user_activity.user_id text collate C not null
meeting_user_activity.days bigint not null
meeting_user_days.projection_id text collate C not null
meeting_user_days.user_id text collate C not null
meeting_user_days.day bigint not null
meeting_user_days.meetings_attended bigint not null
meeting_user_days.meetings_organized bigint not null
meeting_user_days.pro_meetings bigint not null
meeting_user_days.answers bigint not null
meeting_user_days.positive_answers bigint not null
meeting_user_days.messages_sent bigint not null
meeting_user_days.last_message_at bigint
meetings.projection_id text collate C not null
meetings.conference_id text collate C not null
meetings.type text collate C not null
meetings.organizer_user_id text collate C
meetings.started_at bigint
meetings.ended_at bigint
meetings.attendees bigint not null
meetings.connected bigint not null
meetings.sip_sessions bigint not null
meetings.data_complete bigint not null
meetings.last_event_at bigint not null
meetings.last_received_at bigint not null
meetings.facts text collate C not null
messages.conversation_id text collate C not null
messages.id text collate C not null
messages.account_id text collate C not null
messages.sender_id text collate C not null
messages.content text collate C not null
messages.created_at bigint not null
messages.redacted_at bigint
messages.redacted_by text collate C
meta.key text collate C not null
meta.value text collate C not null
openid_configs.account_id text collate C not null
openid_configs.issuer text collate C not null
openid_configs.client_id text collate C not null
openid_configs.client_secret_sealed text collate C not null
openid_configs.scopes text collate C not null
openid_configs.revision text collate C not null
openid_configs.updated_at bigint not null
openid_links.account_id text collate C not null
openid_links.issuer text collate C not null
openid_links.subject text collate C not null
openid_links.user_id text collate C not null
openid_links.created_at bigint not null
organization_members.aws_account_id text collate C not null
organization_members.node_id text collate C not null
organization_members.joined_at bigint not null
organization_nodes.id text collate C not null
organization_nodes.organization_id text collate C not null
organization_nodes.parent_id text collate C
organization_nodes.name text collate C not null
organization_nodes.created_at bigint not null
organization_policies.target_id text collate C not null
organization_policies.name text collate C not null
organization_policies.document text collate C not null
organization_policies.attached_at bigint not null
outbox.id text collate C not null
outbox.aws_account_id text collate C not null
outbox.account_id text collate C not null
outbox.kind text collate C not null
outbox.recipient text collate C not null
outbox.subject text collate C not null
outbox.body_sealed text collate C not null
outbox.status text collate C not null
outbox.attempts bigint not null
outbox.next_attempt_at bigint not null
outbox.created_at bigint not null
outbox.expires_at bigint not null
outbox.lease_until bigint not null
outbox.lease_owner text collate C not null
outbox.sent_at bigint
outbox.error text collate C
policy_generations.aws_account_id text collate C not null
policy_generations.id text collate C not null
policy_generations.principal_arn text collate C not null
policy_generations.status text collate C not null
policy_generations.started_at bigint not null
policy_generations.completed_at bigint
policy_generations.entity_id text collate C not null
policy_generations.request text collate C not null
policy_generations.progress text collate C not null
policy_generations.policies text collate C not null
policy_generations.error text collate C
retention_settings.account_id text collate C not null
retention_settings.room_days bigint
retention_settings.conversation_days bigint
retention_settings.deletes_from bigint not null
retired_pins.pin text collate C not null
retired_pins.retired_at bigint not null
room_presences.source_id text collate C not null
room_presences.handle text collate C not null
room_presences.room text collate C not null
room_presences.attendee_session_id text collate C not null
room_presences.media text collate C not null
room_presences.seen_at bigint not null
scim_log.account_id text collate C not null
scim_log.id text collate C not null
scim_log.api_key_id text collate C not null
scim_log.time bigint not null
scim_log.method text collate C not null
scim_log.target text collate C not null
scim_log.status bigint not null
scim_log.duration_ms bigint not null
scim_log.request text collate C
scim_log.response text collate C
scim_settings.account_id text collate C not null
scim_settings.refuses_license_loss bigint not null
scim_users.account_id text collate C not null
scim_users.id text collate C not null
scim_users.user_name_folded text collate C not null
scim_users.external_id text collate C
scim_users.resource text collate C not null
scim_users.version bigint not null
scim_users.created_at bigint not null
scim_users.updated_at bigint not null
scim_values.account_id text collate C not null
scim_values.user_id text collate C not null
scim_values.path text collate C not null
scim_values.element bigint not null
scim_values.value text collate C not null
scim_values.folded text collate C not null
sign_in_throttles.key text collate C not null
sign_in_throttles.attempts bigint not null
sign_in_throttles.last_at bigint not null
sign_in_throttles.blocked_until bigint not null
support_requests.aws_account_id text collate C not null
support_requests.id text collate C not null
support_requests.account_id text collate C
support_requests.conference_id text collate C
support_requests.subject text collate C not null
support_requests.description_sealed text collate C not null
support_requests.category text collate C not null
support_requests.severity text collate C not null
support_requests.occurred_at bigint
support_requests.diagnostics_attached bigint not null
support_requests.outbox_id text collate C not null
support_requests.submitted_by text collate C not null
support_requests.created_at bigint not null
user_addresses.account_id text collate C not null
user_addresses.email text collate C not null
user_addresses.user_id text collate C not null
user_links.token_hash text collate C not null
user_links.kind text collate C not null
user_links.email text collate C not null
user_links.created_at bigint not null
user_links.expires_at bigint not null
user_links.used_at bigint
user_logins.email text collate C not null
user_logins.password_hash text collate C not null
user_logins.created_at bigint not null
user_logins.changed_at bigint not null
user_sessions.id text collate C not null
user_sessions.user_id text collate C not null
user_sessions.token_hash text collate C not null
user_sessions.device text collate C not null
user_sessions.created_at bigint not null
user_sessions.expires_at bigint not null
user_sessions.method text collate C not null
user_sessions.last_seen_at bigint not null
user_settings.user_id text collate C not null
user_settings.inbound_calling bigint not null
user_settings.outbound_calling bigint not null
user_settings.sms bigint not null
user_sign_ins.user_id text collate C not null
user_sign_ins.last_at bigint not null
users.account_id text collate C not null
users.id text collate C not null
users.primary_email text collate C not null
users.display_name text collate C
users.display_name_folded text collate C
users.license_type text collate C not null
users.user_type text collate C not null
users.registration_status text collate C not null
users.invitation_status text collate C
users.pin text collate C not null
users.managed_by text collate C not null
users.invited_on bigint
users.registered_on bigint
users.created_at bigint not null
users.source_active bigint not null

-- constraints
access_keys access_keys_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
access_keys access_keys_pkey PRIMARY KEY (id)
access_keys access_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES iam_users(id)
account_group_members account_group_members_pkey PRIMARY KEY (account_id, group_id, user_id)
account_groups account_groups_id_key UNIQUE (id)
account_groups account_groups_pkey PRIMARY KEY (account_id, id)
accounts accounts_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
accounts accounts_id_key UNIQUE (id)
accounts accounts_pkey PRIMARY KEY (aws_account_id, id)
api_keys api_keys_id_key UNIQUE (id)
api_keys api_keys_pkey PRIMARY KEY (account_id, id)
api_keys api_keys_secret_hash_key UNIQUE (secret_hash)
attachment_contents attachment_contents_pkey PRIMARY KEY (account_id, sha256)
attachment_usage attachment_usage_pkey PRIMARY KEY (account_id)
attachments attachments_pkey PRIMARY KEY (account_id, id)
attendee_sessions attendee_sessions_pkey PRIMARY KEY (projection_id, conference_id, id)
audit_events audit_events_pkey PRIMARY KEY (aws_account_id, sequence)
audit_heads audit_heads_pkey PRIMARY KEY (aws_account_id)
audit_lookup_heads audit_lookup_heads_pkey PRIMARY KEY (aws_account_id)
audit_lookups audit_lookups_pkey PRIMARY KEY (aws_account_id, attribute, value, "time", sequence)
audit_segment_lookups audit_segment_lookups_pkey PRIMARY KEY (aws_account_id, attribute, value, last_time, first_sequence)
audit_segments audit_segments_pkey PRIMARY KEY (aws_account_id, first_sequence)
aws_accounts aws_accounts_name_folded_key UNIQUE (name_folded)
aws_accounts aws_accounts_pkey PRIMARY KEY (id)
call_detail_records call_detail_records_id_key UNIQUE (id)
call_detail_records call_detail_records_pkey PRIMARY KEY (account_id, conference_id, attendee_session_id, started_at)
carillon_migration_lock carillon_migration_lock_pkey PRIMARY KEY (id)
cdr_buckets cdr_buckets_pkey PRIMARY KEY (name)
cdr_deliveries cdr_deliveries_pkey PRIMARY KEY (record_id)
cdr_settings cdr_settings_bucket_name_key UNIQUE (bucket_name)
cdr_settings cdr_settings_pkey PRIMARY KEY (aws_account_id)
cdr_usage_weeks cdr_usage_weeks_pkey PRIMARY KEY (account_id)
connection_spans connection_spans_pkey PRIMARY KEY (projection_id, conference_id, attendee_session_id, started_at)
console_sessions console_sessions_pkey PRIMARY KEY (token_hash)
conversation_members conversation_members_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE
conversation_members conversation_members_pkey PRIMARY KEY (conversation_id, user_id)
conversations conversations_id_key UNIQUE (id)
conversations conversations_pkey PRIMARY KEY (account_id, id)
data_exports data_exports_pkey PRIMARY KEY (id)
delegates delegates_id_key UNIQUE (id)
delegates delegates_pkey PRIMARY KEY (account_id, delegate_aws_account_id)
denial_policies denial_policies_pkey PRIMARY KEY (aws_account_id, hash)
denials denials_pkey PRIMARY KEY (aws_account_id, id)
directories directories_id_key UNIQUE (id)
directories directories_pkey PRIMARY KEY (aws_account_id, id)
directory_authorizations directory_authorizations_pkey PRIMARY KEY (directory_id, account_id)
directory_connections directory_connections_directory_id_key UNIQUE (directory_id)
directory_connections directory_connections_pkey PRIMARY KEY (account_id)
directory_runs directory_runs_pkey PRIMARY KEY (id)
directory_users directory_users_pkey PRIMARY KEY (account_id, object_guid)
discarded_objects discarded_objects_pkey PRIMARY KEY (object_key)
domains domains_pkey PRIMARY KEY (account_id, name)
domains domains_token_key UNIQUE (token)
epochs epochs_pkey PRIMARY KEY (name)
iam_access_reports iam_access_reports_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_access_reports iam_access_reports_pkey PRIMARY KEY (aws_account_id, id)
iam_account_aliases iam_account_aliases_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_account_aliases iam_account_aliases_aws_account_id_key UNIQUE (aws_account_id)
iam_account_aliases iam_account_aliases_pkey PRIMARY KEY (alias)
iam_attachments iam_attachments_pkey PRIMARY KEY (aws_account_id, owner_id, policy_arn)
iam_group_members iam_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES iam_groups(id)
iam_group_members iam_group_members_pkey PRIMARY KEY (aws_account_id, group_id, user_id)
iam_group_members iam_group_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES iam_users(id)
iam_groups iam_groups_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_groups iam_groups_id_key UNIQUE (id)
iam_groups iam_groups_pkey PRIMARY KEY (aws_account_id, name_folded)
iam_inline_policies iam_inline_policies_pkey PRIMARY KEY (aws_account_id, owner_id, name)
iam_login_profiles iam_login_profiles_pkey PRIMARY KEY (user_id)
iam_login_profiles iam_login_profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES iam_users(id)
iam_mfa_devices iam_mfa_devices_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_mfa_devices iam_mfa_devices_pkey PRIMARY KEY (aws_account_id, name_folded)
iam_mfa_devices iam_mfa_devices_serial_number_key UNIQUE (serial_number)
iam_mfa_devices iam_mfa_devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES iam_users(id)
iam_open_id_providers iam_open_id_providers_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_open_id_providers iam_open_id_providers_pkey PRIMARY KEY (aws_account_id, url)
iam_password_policies iam_password_policies_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_password_policies iam_password_policies_pkey PRIMARY KEY (aws_account_id)
iam_policies iam_policies_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_policies iam_policies_id_key UNIQUE (id)
iam_policies iam_policies_pkey PRIMARY KEY (aws_account_id, name_folded)
iam_policy_versions iam_policy_versions_pkey PRIMARY KEY (aws_account_id, policy_id, version)
iam_policy_versions iam_policy_versions_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES iam_policies(id)
iam_roles iam_roles_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_roles iam_roles_id_key UNIQUE (id)
iam_roles iam_roles_pkey PRIMARY KEY (aws_account_id, name_folded)
iam_users iam_users_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
iam_users iam_users_id_key UNIQUE (id)
iam_users iam_users_pkey PRIMARY KEY (aws_account_id, name_folded)
idempotency idempotency_pkey PRIMARY KEY (aws_account_id, operation, token)
invites invites_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES outbox(id)
invites invites_pkey PRIMARY KEY (id)
invites invites_token_hash_key UNIQUE (token_hash)
jobs jobs_pkey PRIMARY KEY (name)
license_groups license_groups_pkey PRIMARY KEY (account_id, group_id)
meeting_account_days meeting_account_days_pkey PRIMARY KEY (projection_id, day)
meeting_aliases meeting_aliases_pkey PRIMARY KEY (account_id, alias)
meeting_attendances meeting_attendances_pkey PRIMARY KEY (projection_id, user_id, day, conference_id)
meeting_events meeting_events_event_key_key UNIQUE (event_key)
meeting_feedback meeting_feedback_pkey PRIMARY KEY (projection_id, conference_id, event_key)
meeting_ledgers meeting_ledgers_pkey PRIMARY KEY (account_id)
meeting_ledgers meeting_ledgers_projection_id_key UNIQUE (projection_id)
meeting_rebuilds meeting_rebuilds_pkey PRIMARY KEY (id)
meeting_remains meeting_remains_pkey PRIMARY KEY (id)
meeting_sources meeting_sources_id_key UNIQUE (id)
meeting_sources meeting_sources_pkey PRIMARY KEY (account_id, id)
meeting_user_activity meeting_user_activity_pkey PRIMARY KEY (projection_id, block, user_id)
meeting_user_days meeting_user_days_pkey PRIMARY KEY (projection_id, user_id, day)
meetings meetings_pkey PRIMARY KEY (projection_id, conference_id)
messages messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE
messages messages_pkey PRIMARY KEY (conversation_id, id)
meta meta_pkey PRIMARY KEY (key)
openid_configs openid_configs_pkey PRIMARY KEY (account_id)
openid_links openid_links_pkey PRIMARY KEY (account_id, issuer, subject)
openid_links openid_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
organization_members organization_members_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
organization_members organization_members_node_id_fkey FOREIGN KEY (node_id) REFERENCES organization_nodes(id)
organization_members organization_members_pkey PRIMARY KEY (aws_account_id)
organization_nodes organization_nodes_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES organization_nodes(id)
organization_nodes organization_nodes_pkey PRIMARY KEY (id)
organization_policies organization_policies_pkey PRIMARY KEY (target_id, name)
outbox outbox_pkey PRIMARY KEY (id)
policy_generations policy_generations_aws_account_id_fkey FOREIGN KEY (aws_account_id) REFERENCES aws_accounts(id)
policy_generations policy_generations_pkey PRIMARY KEY (aws_account_id, id)
retention_settings retention_settings_pkey PRIMARY KEY (account_id)
retired_pins retired_pins_pkey PRIMARY KEY (pin)
room_presences room_presences_pkey PRIMARY KEY (source_id, handle)
scim_log scim_log_pkey PRIMARY KEY (account_id, id)
scim_settings scim_settings_pkey PRIMARY KEY (account_id)
scim_users scim_users_id_key UNIQUE (id)
scim_users scim_users_pkey PRIMARY KEY (account_id, id)
scim_values scim_values_pkey PRIMARY KEY (account_id, user_id, path, element)
sign_in_throttles sign_in_throttles_pkey PRIMARY KEY (key)
support_requests support_requests_pkey PRIMARY KEY (aws_account_id, id)
user_addresses user_addresses_pkey PRIMARY KEY (account_id, email)
user_links user_links_pkey PRIMARY KEY (token_hash)
user_logins user_logins_pkey PRIMARY KEY (email)
user_sessions user_sessions_pkey PRIMARY KEY (id)
user_sessions user_sessions_token_hash_key UNIQUE (token_hash)
user_sessions user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
user_settings user_settings_pkey PRIMARY KEY (user_id)
user_settings user_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
user_sign_ins user_sign_ins_pkey PRIMARY KEY (user_id)
users users_id_key UNIQUE (id)
users users_pin_key UNIQUE (pin)
users users_pkey PRIMARY KEY (account_id, id)

-- indexes
CREATE INDEX access_keys_by_user ON public.access_keys USING btree (aws_account_id, user_id)
CREATE INDEX account_group_members_by_user ON public.account_group_members USING btree (account_id, user_id)
CREATE INDEX account_groups_by_external_id ON public.account_groups USING btree (account_id, source, external_id)
CREATE INDEX accounts_deleted ON public.accounts USING btree (deleted_at) WHERE (deleted_at IS NOT NULL)
CREATE INDEX attachments_by_conversation ON public.attachments USING btree (conversation_id, id)
CREATE INDEX attendee_sessions_by_user ON public.attendee_sessions USING btree (projection_id, conference_id, user_id) WHERE (user_id IS NOT NULL)
CREATE INDEX audit_events_by_entity ON public.audit_events USING btree (aws_account_id, entity_id, "time")
CREATE INDEX audit_events_by_id ON public.audit_events USING btree (aws_account_id, id)
CREATE INDEX audit_events_by_time ON public.audit_events USING btree (aws_account_id, "time")
CREATE INDEX audit_segments_by_id ON public.audit_segments USING btree (aws_account_id, first_id, last_id)
CREATE INDEX call_detail_records_due ON public.call_detail_records USING btree (due_at) WHERE (delivered_at IS NULL)
CREATE INDEX cdr_buckets_by_owner ON public.cdr_buckets USING btree (aws_account_id, name)
CREATE INDEX cdr_buckets_leaving ON public.cdr_buckets USING btree (changed_at) WHERE (state = ANY (ARRAY['Retired'::text, 'Deleting'::text]))
CREATE INDEX console_sessions_by_age ON public.console_sessions USING btree (expires_at)
CREATE INDEX console_sessions_by_user ON public.console_sessions USING btree (user_id)
CREATE INDEX conversation_members_by_user ON public.conversation_members USING btree (user_id, conversation_id)
CREATE INDEX data_exports_by_account ON public.data_exports USING btree (account_id, id)
CREATE INDEX delegates_by_delegate ON public.delegates USING btree (delegate_aws_account_id, account_id)
CREATE INDEX delegates_due ON public.delegates USING btree (expires_at) WHERE (state = 'Pending'::text)
CREATE INDEX denial_policies_by_use ON public.denial_policies USING btree (used_at)
CREATE INDEX denials_by_age ON public.denials USING btree ("time")
CREATE INDEX directory_authorizations_by_account ON public.directory_authorizations USING btree (account_id)
CREATE INDEX directory_connections_due ON public.directory_connections USING btree (next_sync_at)
CREATE INDEX directory_runs_by_account ON public.directory_runs USING btree (account_id, requested_at)
CREATE INDEX discarded_objects_due ON public.discarded_objects USING btree (due_at)
CREATE INDEX domains_by_name ON public.domains USING btree (name)
CREATE INDEX domains_due ON public.domains USING btree (next_check_at) WHERE (next_check_at IS NOT NULL)
CREATE INDEX iam_attachments_by_policy ON public.iam_attachments USING btree (aws_account_id, policy_arn)
CREATE INDEX iam_group_members_by_user ON public.iam_group_members USING btree (aws_account_id, user_id)
CREATE INDEX iam_mfa_devices_by_user ON public.iam_mfa_devices USING btree (aws_account_id, user_id)
CREATE INDEX iam_roles_by_boundary ON public.iam_roles USING btree (aws_account_id, boundary_arn) WHERE (boundary_arn IS NOT NULL)
CREATE INDEX iam_users_by_boundary ON public.iam_users USING btree (aws_account_id, boundary_arn) WHERE (boundary_arn IS NOT NULL)
CREATE INDEX idempotency_by_age ON public.idempotency USING btree (created_at)
CREATE INDEX invites_by_age ON public.invites USING btree (expires_at)
CREATE INDEX invites_by_message ON public.invites USING btree (outbox_id)
CREATE INDEX invites_by_user ON public.invites USING btree (user_id)
CREATE INDEX meeting_events_by_conference ON public.meeting_events USING btree (account_id, conference_id, "time", event_key)
CREATE INDEX meeting_rebuilds_by_account ON public.meeting_rebuilds USING btree (account_id, requested_at)
CREATE INDEX meetings_by_end ON public.meetings USING btree (projection_id, ended_at, conference_id)
CREATE INDEX meetings_by_organizer ON public.meetings USING btree (projection_id, organizer_user_id, ended_at, conference_id)
CREATE INDEX meetings_by_type ON public.meetings USING btree (projection_id, type, ended_at, conference_id)
CREATE INDEX meetings_open ON public.meetings USING btree (last_received_at) WHERE (ended_at IS NULL)
CREATE INDEX messages_by_age ON public.messages USING btree (account_id, created_at)
CREATE INDEX openid_configs_by_issuer ON public.openid_configs USING btree (issuer)
CREATE INDEX openid_links_by_user ON public.openid_links USING btree (user_id)
CREATE INDEX outbox_by_account ON public.outbox USING btree (account_id, id) WHERE (account_id <> ''::text)
CREATE INDEX outbox_by_age ON public.outbox USING btree (expires_at)
CREATE INDEX outbox_by_recipient ON public.outbox USING btree (recipient, sent_at) WHERE (sent_at IS NOT NULL)
CREATE INDEX outbox_by_tenant ON public.outbox USING btree (aws_account_id, sent_at) WHERE (sent_at IS NOT NULL)
CREATE INDEX outbox_due ON public.outbox USING btree (status, next_attempt_at)
CREATE INDEX policy_generations_by_start ON public.policy_generations USING btree (aws_account_id, started_at, id)
CREATE INDEX policy_generations_in_progress ON public.policy_generations USING btree (started_at) WHERE (status = 'IN_PROGRESS'::text)
CREATE INDEX room_presences_by_age ON public.room_presences USING btree (seen_at)
CREATE INDEX room_presences_by_room ON public.room_presences USING btree (source_id, room, attendee_session_id)
CREATE INDEX scim_log_by_time ON public.scim_log USING btree ("time")
CREATE INDEX scim_users_by_external_id ON public.scim_users USING btree (account_id, external_id)
CREATE INDEX scim_values_by_value ON public.scim_values USING btree (account_id, path, folded)
CREATE INDEX sign_in_throttles_by_age ON public.sign_in_throttles USING btree (last_at)
CREATE INDEX support_requests_by_message ON public.support_requests USING btree (outbox_id)
CREATE INDEX user_addresses_by_user ON public.user_addresses USING btree (account_id, user_id)
CREATE INDEX user_links_by_age ON public.user_links USING btree (expires_at)
CREATE INDEX user_links_by_email ON public.user_links USING btree (email)
CREATE INDEX user_sessions_by_age ON public.user_sessions USING btree (expires_at)
CREATE INDEX user_sessions_by_user ON public.user_sessions USING btree (user_id)
CREATE INDEX users_anywhere_by_email ON public.users USING btree (primary_email)
CREATE INDEX users_by_name ON public.users USING btree (account_id, display_name_folded)
CREATE INDEX users_by_registration ON public.users USING btree (account_id, registered_on, registration_status)
CREATE UNIQUE INDEX access_keys_pkey ON public.access_keys USING btree (id)
CREATE UNIQUE INDEX account_group_members_pkey ON public.account_group_members USING btree (account_id, group_id, user_id)
CREATE UNIQUE INDEX account_groups_by_name ON public.account_groups USING btree (account_id, source, name_folded)
CREATE UNIQUE INDEX account_groups_id_key ON public.account_groups USING btree (id)
CREATE UNIQUE INDEX account_groups_pkey ON public.account_groups USING btree (account_id, id)
CREATE UNIQUE INDEX accounts_by_name ON public.accounts USING btree (aws_account_id, name_folded) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX accounts_id_key ON public.accounts USING btree (id)
CREATE UNIQUE INDEX accounts_pkey ON public.accounts USING btree (aws_account_id, id)
CREATE UNIQUE INDEX api_keys_id_key ON public.api_keys USING btree (id)
CREATE UNIQUE INDEX api_keys_pkey ON public.api_keys USING btree (account_id, id)
CREATE UNIQUE INDEX api_keys_secret_hash_key ON public.api_keys USING btree (secret_hash)
CREATE UNIQUE INDEX attachment_contents_pkey ON public.attachment_contents USING btree (account_id, sha256)
CREATE UNIQUE INDEX attachment_usage_pkey ON public.attachment_usage USING btree (account_id)
CREATE UNIQUE INDEX attachments_pkey ON public.attachments USING btree (account_id, id)
CREATE UNIQUE INDEX attendee_sessions_pkey ON public.attendee_sessions USING btree (projection_id, conference_id, id)
CREATE UNIQUE INDEX audit_events_pkey ON public.audit_events USING btree (aws_account_id, sequence)
CREATE UNIQUE INDEX audit_heads_pkey ON public.audit_heads USING btree (aws_account_id)
CREATE UNIQUE INDEX audit_lookup_heads_pkey ON public.audit_lookup_heads USING btree (aws_account_id)
CREATE UNIQUE INDEX audit_lookups_pkey ON public.audit_lookups USING btree (aws_account_id, attribute, value, "time", sequence)
CREATE UNIQUE INDEX audit_segment_lookups_pkey ON public.audit_segment_lookups USING btree (aws_account_id, attribute, value, last_time, first_sequence)
CREATE UNIQUE INDEX audit_segments_pkey ON public.audit_segments USING btree (aws_account_id, first_sequence)
CREATE UNIQUE INDEX aws_accounts_name_folded_key ON public.aws_accounts USING btree (name_folded)
CREATE UNIQUE INDEX aws_accounts_pkey ON public.aws_accounts USING btree (id)
CREATE UNIQUE INDEX call_detail_records_id_key ON public.call_detail_records USING btree (id)
CREATE UNIQUE INDEX call_detail_records_pkey ON public.call_detail_records USING btree (account_id, conference_id, attendee_session_id, started_at)
CREATE UNIQUE INDEX carillon_migration_lock_pkey ON public.carillon_migration_lock USING btree (id)
CREATE UNIQUE INDEX cdr_buckets_pkey ON public.cdr_buckets USING btree (name)
CREATE UNIQUE INDEX cdr_deliveries_pkey ON public.cdr_deliveries USING btree (record_id)
CREATE UNIQUE INDEX cdr_settings_bucket_name_key ON public.cdr_settings USING btree (bucket_name)
CREATE UNIQUE INDEX cdr_settings_pkey ON public.cdr_settings USING btree (aws_account_id)
CREATE UNIQUE INDEX cdr_usage_weeks_pkey ON public.cdr_usage_weeks USING btree (account_id)
CREATE UNIQUE INDEX connection_spans_pkey ON public.connection_spans USING btree (projection_id, conference_id, attendee_session_id, started_at)
CREATE UNIQUE INDEX console_sessions_pkey ON public.console_sessions USING btree (token_hash)
CREATE UNIQUE INDEX conversation_members_pkey ON public.conversation_members USING btree (conversation_id, user_id)
CREATE UNIQUE INDEX conversations_by_pair ON public.conversations USING btree (account_id, pair) WHERE (pair IS NOT NULL)
CREATE UNIQUE INDEX conversations_id_key ON public.conversations USING btree (id)
CREATE UNIQUE INDEX conversations_pkey ON public.conversations USING btree (account_id, id)
CREATE UNIQUE INDEX data_exports_open ON public.data_exports USING btree (account_id) WHERE (finished_at IS NULL)
CREATE UNIQUE INDEX data_exports_pkey ON public.data_exports USING btree (id)
CREATE UNIQUE INDEX delegates_id_key ON public.delegates USING btree (id)
CREATE UNIQUE INDEX delegates_pkey ON public.delegates USING btree (account_id, delegate_aws_account_id)
CREATE UNIQUE INDEX denial_policies_pkey ON public.denial_policies USING btree (aws_account_id, hash)
CREATE UNIQUE INDEX denials_pkey ON public.denials USING btree (aws_account_id, id)
CREATE UNIQUE INDEX directories_id_key ON public.directories USING btree (id)
CREATE UNIQUE INDEX directories_pkey ON public.directories USING btree (aws_account_id, id)
CREATE UNIQUE INDEX directory_authorizations_pkey ON public.directory_authorizations USING btree (directory_id, account_id)
CREATE UNIQUE INDEX directory_connections_directory_id_key ON public.directory_connections USING btree (directory_id)
CREATE UNIQUE INDEX directory_connections_pkey ON public.directory_connections USING btree (account_id)
CREATE UNIQUE INDEX directory_runs_open ON public.directory_runs USING btree (account_id) WHERE (finished_at IS NULL)
CREATE UNIQUE INDEX directory_runs_pkey ON public.directory_runs USING btree (id)
CREATE UNIQUE INDEX directory_users_by_user ON public.directory_users USING btree (account_id, user_id)
CREATE UNIQUE INDEX directory_users_pkey ON public.directory_users USING btree (account_id, object_guid)
CREATE UNIQUE INDEX discarded_objects_pkey ON public.discarded_objects USING btree (object_key)
CREATE UNIQUE INDEX domains_pkey ON public.domains USING btree (account_id, name)
CREATE UNIQUE INDEX domains_token_key ON public.domains USING btree (token)
CREATE UNIQUE INDEX domains_verified ON public.domains USING btree (name) WHERE (status = 'Verified'::text)
CREATE UNIQUE INDEX epochs_pkey ON public.epochs USING btree (name)
CREATE UNIQUE INDEX iam_access_reports_pkey ON public.iam_access_reports USING btree (aws_account_id, id)
CREATE UNIQUE INDEX iam_account_aliases_aws_account_id_key ON public.iam_account_aliases USING btree (aws_account_id)
CREATE UNIQUE INDEX iam_account_aliases_pkey ON public.iam_account_aliases USING btree (alias)
CREATE UNIQUE INDEX iam_attachments_pkey ON public.iam_attachments USING btree (aws_account_id, owner_id, policy_arn)
CREATE UNIQUE INDEX iam_group_members_pkey ON public.iam_group_members USING btree (aws_account_id, group_id, user_id)
CREATE UNIQUE INDEX iam_groups_id_key ON public.iam_groups USING btree (id)
CREATE UNIQUE INDEX iam_groups_pkey ON public.iam_groups USING btree (aws_account_id, name_folded)
CREATE UNIQUE INDEX iam_inline_policies_pkey ON public.iam_inline_policies USING btree (aws_account_id, owner_id, name)
CREATE UNIQUE INDEX iam_login_profiles_pkey ON public.iam_login_profiles USING btree (user_id)
CREATE UNIQUE INDEX iam_mfa_devices_pkey ON public.iam_mfa_devices USING btree (aws_account_id, name_folded)
CREATE UNIQUE INDEX iam_mfa_devices_serial_number_key ON public.iam_mfa_devices USING btree (serial_number)
CREATE UNIQUE INDEX iam_open_id_providers_pkey ON public.iam_open_id_providers USING btree (aws_account_id, url)
CREATE UNIQUE INDEX iam_password_policies_pkey ON public.iam_password_policies USING btree (aws_account_id)
CREATE UNIQUE INDEX iam_policies_id_key ON public.iam_policies USING btree (id)
CREATE UNIQUE INDEX iam_policies_pkey ON public.iam_policies USING btree (aws_account_id, name_folded)
CREATE UNIQUE INDEX iam_policy_versions_pkey ON public.iam_policy_versions USING btree (aws_account_id, policy_id, version)
CREATE UNIQUE INDEX iam_roles_id_key ON public.iam_roles USING btree (id)
CREATE UNIQUE INDEX iam_roles_pkey ON public.iam_roles USING btree (aws_account_id, name_folded)
CREATE UNIQUE INDEX iam_users_id_key ON public.iam_users USING btree (id)
CREATE UNIQUE INDEX iam_users_pkey ON public.iam_users USING btree (aws_account_id, name_folded)
CREATE UNIQUE INDEX idempotency_pkey ON public.idempotency USING btree (aws_account_id, operation, token)
CREATE UNIQUE INDEX invites_pkey ON public.invites USING btree (id)
CREATE UNIQUE INDEX invites_token_hash_key ON public.invites USING btree (token_hash)
CREATE UNIQUE INDEX jobs_pkey ON public.jobs USING btree (name)
CREATE UNIQUE INDEX license_groups_pkey ON public.license_groups USING btree (account_id, group_id)
CREATE UNIQUE INDEX meeting_account_days_pkey ON public.meeting_account_days USING btree (projection_id, day)
CREATE UNIQUE INDEX meeting_aliases_pkey ON public.meeting_aliases USING btree (account_id, alias)
CREATE UNIQUE INDEX meeting_attendances_pkey ON public.meeting_attendances USING btree (projection_id, user_id, day, conference_id)
CREATE UNIQUE INDEX meeting_events_event_key_key ON public.meeting_events USING btree (event_key)
CREATE UNIQUE INDEX meeting_feedback_pkey ON public.meeting_feedback USING btree (projection_id, conference_id, event_key)
CREATE UNIQUE INDEX meeting_ledgers_pkey ON public.meeting_ledgers USING btree (account_id)
CREATE UNIQUE INDEX meeting_ledgers_projection_id_key ON public.meeting_ledgers USING btree (projection_id)
CREATE UNIQUE INDEX meeting_rebuilds_open ON public.meeting_rebuilds USING btree (account_id) WHERE (finished_at IS NULL)
CREATE UNIQUE INDEX meeting_rebuilds_pkey ON public.meeting_rebuilds USING btree (id)
CREATE UNIQUE INDEX meeting_remains_pkey ON public.meeting_remains USING btree (id)
CREATE UNIQUE INDEX meeting_sources_id_key ON public.meeting_sources USING btree (id)
CREATE UNIQUE INDEX meeting_sources_pkey ON public.meeting_sources USING btree (account_id, id)
CREATE UNIQUE INDEX meeting_user_activity_pkey ON public.meeting_user_activity USING btree (projection_id, block, user_id)
CREATE UNIQUE INDEX meeting_user_days_pkey ON public.meeting_user_days USING btree (projection_id, user_id, day)
CREATE UNIQUE INDEX meetings_pkey ON public.meetings USING btree (projection_id, conference_id)
CREATE UNIQUE INDEX messages_pkey ON public.messages USING btree (conversation_id, id)
CREATE UNIQUE INDEX meta_pkey ON public.meta USING btree (key)
CREATE UNIQUE INDEX openid_configs_pkey ON public.openid_configs USING btree (account_id)
CREATE UNIQUE INDEX openid_links_pkey ON public.openid_links USING btree (account_id, issuer, subject)
CREATE UNIQUE INDEX organization_members_pkey ON public.organization_members USING btree (aws_account_id)
CREATE UNIQUE INDEX organization_nodes_pkey ON public.organization_nodes USING btree (id)
CREATE UNIQUE INDEX organization_policies_pkey ON public.organization_policies USING btree (target_id, name)
CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (id)
CREATE UNIQUE INDEX policy_generations_pkey ON public.policy_generations USING btree (aws_account_id, id)
CREATE UNIQUE INDEX retention_settings_pkey ON public.retention_settings USING btree (account_id)
CREATE UNIQUE INDEX retired_pins_pkey ON public.retired_pins USING btree (pin)
CREATE UNIQUE INDEX room_presences_pkey ON public.room_presences USING btree (source_id, handle)
CREATE UNIQUE INDEX scim_log_pkey ON public.scim_log USING btree (account_id, id)
CREATE UNIQUE INDEX scim_settings_pkey ON public.scim_settings USING btree (account_id)
CREATE UNIQUE INDEX scim_users_by_name ON public.scim_users USING btree (account_id, user_name_folded)
CREATE UNIQUE INDEX scim_users_id_key ON public.scim_users USING btree (id)
CREATE UNIQUE INDEX scim_users_pkey ON public.scim_users USING btree (account_id, id)
CREATE UNIQUE INDEX scim_values_pkey ON public.scim_values USING btree (account_id, user_id, path, element)
CREATE UNIQUE INDEX sign_in_throttles_pkey ON public.sign_in_throttles USING btree (key)
CREATE UNIQUE INDEX support_requests_pkey ON public.support_requests USING btree (aws_account_id, id)
CREATE UNIQUE INDEX user_addresses_pkey ON public.user_addresses USING btree (account_id, email)
CREATE UNIQUE INDEX user_links_pkey ON public.user_links USING btree (token_hash)
CREATE UNIQUE INDEX user_logins_pkey ON public.user_logins USING btree (email)
CREATE UNIQUE INDEX user_sessions_pkey ON public.user_sessions USING btree (id)
CREATE UNIQUE INDEX user_sessions_token_hash_key ON public.user_sessions USING btree (token_hash)
CREATE UNIQUE INDEX user_settings_pkey ON public.user_settings USING btree (user_id)
CREATE UNIQUE INDEX user_sign_ins_pkey ON public.user_sign_ins USING btree (user_id)
CREATE UNIQUE INDEX users_by_email ON public.users USING btree (account_id, primary_email)
CREATE UNIQUE INDEX users_id_key ON public.users USING btree (id)
CREATE UNIQUE INDEX users_pin_key ON public.users USING btree (pin)
CREATE UNIQUE INDEX users_pkey ON public.users USING btree (account_id, id)
