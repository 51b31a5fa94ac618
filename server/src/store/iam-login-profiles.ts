import { EntityAlreadyExists, EntityTemporarilyUnmodifiable, NoSuchEntity } from '../errors.ts';
import { PasswordRules, type PasswordState, type PreparedPassword } from '../iam/passwords.ts';
import { statement, type Tx } from './database.ts';
import type { IamUser } from './iam-users.ts';
import type { IdentityTx } from './principals.ts';

/** A user's password for the console. */
export interface LoginProfile {
  readonly userId: string;
  readonly passwordHash: string;
  /** The newest first. */
  readonly previousHashes: readonly string[];
  /** Whether the user must choose another one at the next sign-in. */
  readonly mustChange: boolean;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly lastUsedAt: number | undefined;
}

/** Throws NoSuchEntity. */
export async function getLoginProfile(tx: Tx, user: IamUser): Promise<LoginProfile> {
  const profile = await findLoginProfile(tx, user.id);
  if (!profile) throw new NoSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  return profile;
}

export async function findLoginProfile(tx: Tx, userId: string): Promise<LoginProfile | undefined> {
  const row = await tx.first(selectLoginProfile, { awsAccountId: tx.awsAccountId, userId });
  if (!row) return undefined;
  const previous: unknown = JSON.parse(row.previous_hashes);
  return {
    userId: row.user_id,
    passwordHash: row.password_hash,
    previousHashes: Array.isArray(previous) ? previous.map(String) : [],
    mustChange: row.must_change === 1,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}

/** What a new password of this user would be measured by. @param profile undefined = the user has no password */
export async function readPasswordState(tx: Tx, user: IamUser, profile: LoginProfile | undefined): Promise<PasswordState> {
  const hashes = profile ? [profile.passwordHash, ...profile.previousHashes] : [];
  return { userName: user.name, rules: await findPasswordRules(tx), hashes };
}

interface NewPassword {
  readonly password: PreparedPassword;
  readonly mustChange: boolean;
  readonly now: number;
}

/** Gives a user a first password. Throws EntityAlreadyExists. */
export async function insertLoginProfile(tx: IdentityTx, user: IamUser, { password, mustChange, now }: NewPassword): Promise<void> {
  await requireNoLoginProfile(tx, user);
  const values = { passwordHash: password.hash, mustChange: mustChange ? 1 : 0, now };
  await tx.run(insertProfile, { awsAccountId: tx.awsAccountId, userId: user.id, ...values });
}

/** Throws EntityAlreadyExists. */
export async function requireNoLoginProfile(tx: Tx, user: IamUser): Promise<void> {
  if (await findLoginProfile(tx, user.id)) throw new EntityAlreadyExists(`Login Profile for user ${user.name} already exists.`);
}

/** Hashes kept to compare with: as many as a password policy may want compared. */
const previousMax = 24;

/** Throws EntityTemporarilyUnmodifiable if the password is another one by now than when the new one was prepared. */
export async function changePassword(tx: IdentityTx, profile: LoginProfile, { password, mustChange, now }: NewPassword): Promise<void> {
  if (profile.passwordHash !== password.replaces)
    throw new EntityTemporarilyUnmodifiable('The password has just been changed by another request. Look at it and try again.');
  await tx.run(updateProfile, {
    awsAccountId: tx.awsAccountId,
    userId: profile.userId,
    passwordHash: password.hash,
    previousHashes: JSON.stringify([profile.passwordHash, ...profile.previousHashes].slice(0, previousMax)),
    mustChange: mustChange ? 1 : 0,
    now,
  });
}

/** Only whether the user must choose another password. */
export async function setMustChange(tx: IdentityTx, { userId }: LoginProfile, mustChange: boolean): Promise<void> {
  await tx.run(updateMustChange, { awsAccountId: tx.awsAccountId, userId, mustChange: mustChange ? 1 : 0 });
}

export async function deleteLoginProfile(tx: IdentityTx, { userId }: LoginProfile): Promise<void> {
  await tx.run(deleteProfile, { awsAccountId: tx.awsAccountId, userId });
}

/** The account's own rules; undefined = the default ones hold. */
export async function findPasswordRules(tx: Tx): Promise<PasswordRules | undefined> {
  const row = await tx.first(selectPasswordRules, { awsAccountId: tx.awsAccountId });
  return row && PasswordRules.parse(JSON.parse(row.policy));
}

export async function putPasswordRules(tx: IdentityTx, rules: PasswordRules): Promise<void> {
  await tx.run(upsertPasswordRules, { awsAccountId: tx.awsAccountId, policy: JSON.stringify(rules) });
}

/** Whether the account had rules of its own. */
export async function deletePasswordRules(tx: IdentityTx): Promise<boolean> {
  return (await tx.run(deletePasswordRulesRow, { awsAccountId: tx.awsAccountId })) > 0;
}

interface LoginProfileRow {
  user_id: string;
  password_hash: string;
  previous_hashes: string;
  must_change: number;
  created_at: number;
  changed_at: number;
  last_used_at: number | null;
}

const columns = ['user_id', 'password_hash', 'previous_hashes', 'must_change', 'created_at', 'changed_at', 'last_used_at'] as const;

interface Key {
  awsAccountId: string;
  userId: string;
}

const selectLoginProfile = statement<Key, LoginProfileRow>('selectLoginProfile', (sql, param) =>
  sql
    .selectFrom('iam_login_profiles')
    .select(columns)
    .where('user_id', '=', param('userId'))
    .where('aws_account_id', '=', param('awsAccountId')),
);

const insertProfile = statement<Key & { passwordHash: string; mustChange: number; now: number }>('insertLoginProfile', (sql, param) =>
  sql.insertInto('iam_login_profiles').values({
    aws_account_id: param('awsAccountId'),
    user_id: param('userId'),
    password_hash: param('passwordHash'),
    previous_hashes: '[]',
    must_change: param('mustChange'),
    created_at: param('now'),
    changed_at: param('now'),
    last_used_at: null,
  }),
);

const updateProfile = statement<Key & { passwordHash: string; previousHashes: string; mustChange: number; now: number }>(
  'updateLoginProfile',
  (sql, param) =>
    sql
      .updateTable('iam_login_profiles')
      .set({
        password_hash: param('passwordHash'),
        previous_hashes: param('previousHashes'),
        must_change: param('mustChange'),
        changed_at: param('now'),
      })
      .where('user_id', '=', param('userId'))
      .where('aws_account_id', '=', param('awsAccountId')),
);

const updateMustChange = statement<Key & { mustChange: number }>('updateMustChange', (sql, param) =>
  sql
    .updateTable('iam_login_profiles')
    .set({ must_change: param('mustChange') })
    .where('user_id', '=', param('userId'))
    .where('aws_account_id', '=', param('awsAccountId')),
);

const deleteProfile = statement<Key>('deleteLoginProfile', (sql, param) =>
  sql.deleteFrom('iam_login_profiles').where('user_id', '=', param('userId')).where('aws_account_id', '=', param('awsAccountId')),
);

const selectPasswordRules = statement<{ awsAccountId: string }, { policy: string }>('selectPasswordRules', (sql, param) =>
  sql.selectFrom('iam_password_policies').select('policy').where('aws_account_id', '=', param('awsAccountId')),
);

const upsertPasswordRules = statement<{ awsAccountId: string; policy: string }>('upsertPasswordRules', (sql, param) =>
  sql
    .insertInto('iam_password_policies')
    .values({ aws_account_id: param('awsAccountId'), policy: param('policy') })
    .onConflict((conflict) => conflict.columns(['aws_account_id']).doUpdateSet({ policy: param('policy') })),
);

const deletePasswordRulesRow = statement<{ awsAccountId: string }>('deletePasswordRulesRow', (sql, param) =>
  sql.deleteFrom('iam_password_policies').where('aws_account_id', '=', param('awsAccountId')),
);
