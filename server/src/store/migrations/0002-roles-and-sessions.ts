import type { Dialect, Migration } from '../migrate.ts';

/** The rest of IAM: roles, sign-in with password and second factor, account aliases, the organisation. */
export const rolesAndSessions: Migration = {
  version: 2,
  name: 'roles-and-sessions',
  statements: (dialect) => [...roles(dialect), ...signIn(dialect), ...organization(dialect)],
};

function roles({ text, clustered }: Dialect): string[] {
  return [
    `create table iam_roles (
      aws_account_id ${text} not null references aws_accounts (id), id ${text} not null unique, name ${text} not null, name_folded ${text} not null,
      path ${text} not null, description ${text} not null, trust_document ${text} not null, session_max_seconds bigint not null, created_at bigint not null,
      boundary_arn ${text}, tags ${text} not null, last_used_at bigint, last_used_region ${text},
      primary key (aws_account_id, name_folded)) ${clustered}`,
    `create index iam_roles_by_boundary on iam_roles (aws_account_id, boundary_arn) where boundary_arn is not null`,
    `create index iam_users_by_boundary on iam_users (aws_account_id, boundary_arn) where boundary_arn is not null`,
    `alter table audit_events add column entity_id ${text}`,
    `create index audit_events_by_entity on audit_events (aws_account_id, entity_id, time)`,
    `create table iam_access_reports (
      aws_account_id ${text} not null references aws_accounts (id), id ${text} not null, entity_arn ${text} not null, granularity ${text} not null, created_at bigint not null,
      primary key (aws_account_id, id)) ${clustered}`,
  ];
}

function signIn({ text, clustered }: Dialect): string[] {
  return [
    `create table iam_login_profiles (
      aws_account_id ${text} not null, user_id ${text} primary key references iam_users (id), password_hash ${text} not null, previous_hashes ${text} not null,
      must_change bigint not null, created_at bigint not null, changed_at bigint not null, last_used_at bigint)`,
    `create table iam_password_policies (aws_account_id ${text} primary key references aws_accounts (id), policy ${text} not null) ${clustered}`,
    `create table iam_mfa_devices (
      aws_account_id ${text} not null references aws_accounts (id), serial_number ${text} not null unique, name_folded ${text} not null, seed_sealed ${text} not null,
      user_id ${text} references iam_users (id), enabled_at bigint, last_step bigint not null, drift_steps bigint not null, created_at bigint not null, tags ${text} not null,
      primary key (aws_account_id, name_folded)) ${clustered}`,
    `create index iam_mfa_devices_by_user on iam_mfa_devices (aws_account_id, user_id)`,
    `create table iam_account_aliases (alias ${text} primary key, aws_account_id ${text} not null unique references aws_accounts (id)) ${clustered}`,
  ];
}

function organization({ text, clustered }: Dialect): string[] {
  return [
    `create table organization_nodes (
      id ${text} primary key, organization_id ${text} not null, parent_id ${text} references organization_nodes (id), name ${text} not null, created_at bigint not null)`,
    `create table organization_members (
      aws_account_id ${text} primary key references aws_accounts (id), node_id ${text} not null references organization_nodes (id), joined_at bigint not null)`,
    `create table organization_policies (
      target_id ${text} not null, name ${text} not null, document ${text} not null, attached_at bigint not null,
      primary key (target_id, name)) ${clustered}`,
  ];
}
