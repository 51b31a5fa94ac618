import { sql as text } from 'kysely';
import { LimitExceeded } from '../errors.ts';
import { quotas } from '../iam/quotas.ts';
import { statement, type Tx } from './database.ts';

/** How much of everything an AWS account has. */
export interface AccountCounts {
  readonly users: number;
  readonly groups: number;
  readonly roles: number;
  readonly policies: number;
  readonly policyVersions: number;
  readonly mfaDevices: number;
  readonly mfaDevicesInUse: number;
  readonly rootAccessKeys: number;
  readonly identityProviders: number;
}

export async function countAccount(tx: Tx): Promise<AccountCounts> {
  const { awsAccountId } = tx;
  const count = async (what: (typeof counters)[keyof typeof counters]): Promise<number> =>
    (await tx.first(what, { awsAccountId }))?.count ?? 0;
  return {
    users: await count(counters.users),
    groups: await count(counters.groups),
    roles: await count(counters.roles),
    policies: await count(counters.policies),
    policyVersions: await count(counters.policyVersions),
    mfaDevices: await count(counters.mfaDevices),
    mfaDevicesInUse: await count(counters.mfaDevicesInUse),
    rootAccessKeys: await count(counters.rootAccessKeys),
    identityProviders: await count(counters.identityProviders),
  };
}

/** Throws LimitExceeded if the account has as many of something as it may have. */
export async function requireRoomFor(tx: Tx, what: keyof typeof quotaNames): Promise<void> {
  const name = quotaNames[what];
  const { count } = (await tx.first(counters[what], { awsAccountId: tx.awsAccountId })) ?? { count: 0 };
  if (count >= quotas[name]) throw new LimitExceeded(`Cannot exceed quota for ${name}: ${quotas[name]}`);
}

const quotaNames = {
  users: 'UsersPerAccount',
  groups: 'GroupsPerAccount',
  roles: 'RolesPerAccount',
  policies: 'PoliciesPerAccount',
  mfaDevices: 'VirtualMFADevicesPerAccount',
  identityProviders: 'OpenIdConnectProvidersPerAccount',
} as const;

type CountedTable =
  | 'access_keys'
  | 'iam_groups'
  | 'iam_mfa_devices'
  | 'iam_open_id_providers'
  | 'iam_policies'
  | 'iam_policy_versions'
  | 'iam_roles'
  | 'iam_users';

function counter(name: string, table: CountedTable, condition = '1 = 1') {
  return statement<{ awsAccountId: string }, { count: number }>(name, (sql, param) =>
    sql
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('aws_account_id', '=', param('awsAccountId'))
      .where(text<boolean>`${text.raw(condition)}`),
  );
}

const counters = {
  users: counter('countIamUsers', 'iam_users'),
  groups: counter('countIamGroups', 'iam_groups'),
  roles: counter('countIamRoles', 'iam_roles'),
  policies: counter('countIamPolicies', 'iam_policies'),
  policyVersions: counter('countIamPolicyVersions', 'iam_policy_versions'),
  mfaDevices: counter('countMfaDevices', 'iam_mfa_devices'),
  mfaDevicesInUse: counter('countMfaDevicesInUse', 'iam_mfa_devices', 'user_id is not null'),
  rootAccessKeys: counter('countRootAccessKeys', 'access_keys', 'user_id is null'),
  identityProviders: counter('countOpenIdProviders', 'iam_open_id_providers'),
} as const;
