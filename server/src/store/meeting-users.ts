import { lookup, runLookup } from './bulk.ts';
import { statement, type Tx } from './database.ts';
import type { License } from './schema.ts';

/** A user of the account as meetings know it. */
export interface MeetingUser {
  readonly id: string;
  readonly isPro: boolean;
}

interface FoundUsers {
  readonly byEmail: ReadonlyMap<string, MeetingUser>;
  readonly byId: ReadonlyMap<string, MeetingUser>;
  readonly byAlias: ReadonlyMap<string, MeetingUser>;
}

interface FoundRow {
  readonly key: string;
  readonly id: string;
  readonly license_type: License;
}

/** The account's users of these addresses (folded), ids, or aliases, which may be either. */
export async function findMeetingUsers(
  tx: Tx,
  accountId: string,
  { emails, ids }: { emails: readonly string[]; ids: readonly string[] },
): Promise<FoundUsers> {
  const aliases = [...new Set([...emails, ...ids.map((id) => id.toLowerCase())])];
  const [others, primaries, byId, byAlias] = await Promise.all([
    runLookup(tx, selectUsersByOtherEmail, accountId, emails),
    runLookup(tx, selectUsersByEmail, accountId, emails),
    runLookup(tx, selectUsersById, accountId, ids),
    runLookup(tx, selectUsersByAlias, accountId, aliases),
  ]);
  // One person's primary address wins over what another one has besides.
  return { byEmail: toMap([...others, ...primaries]), byId: toMap(byId), byAlias: toMap(byAlias) };
}

function toMap(rows: readonly FoundRow[]): ReadonlyMap<string, MeetingUser> {
  return new Map(rows.map(({ key, id, license_type }) => [key, { id, isPro: license_type === 'Pro' || license_type === 'ProTrial' }]));
}

const selectUsersByEmail = lookup<FoundRow>('selectMeetingUsersByEmail', (sql, accountId, keys) =>
  sql
    .selectFrom('users')
    .select(['primary_email as key', 'id', 'license_type'])
    .where('account_id', '=', accountId)
    .where('primary_email', 'in', keys),
);

const selectUsersByOtherEmail = lookup<FoundRow>('selectMeetingUsersByOtherEmail', (sql, accountId, keys) =>
  sql
    .selectFrom('user_addresses')
    .innerJoin('users', (join) =>
      join.onRef('users.account_id', '=', 'user_addresses.account_id').onRef('users.id', '=', 'user_addresses.user_id'),
    )
    .select(['user_addresses.email as key', 'users.id', 'users.license_type'])
    .where('user_addresses.account_id', '=', accountId)
    .where('user_addresses.email', 'in', keys),
);

const selectUsersById = lookup<FoundRow>('selectMeetingUsersById', (sql, accountId, keys) =>
  sql.selectFrom('users').select(['id as key', 'id', 'license_type']).where('account_id', '=', accountId).where('id', 'in', keys),
);

const selectUsersByAlias = lookup<FoundRow>('selectMeetingUsersByAlias', (sql, accountId, keys) =>
  sql
    .selectFrom('meeting_aliases')
    .innerJoin('users', (join) =>
      join.onRef('users.account_id', '=', 'meeting_aliases.account_id').onRef('users.id', '=', 'meeting_aliases.user_id'),
    )
    .select(['meeting_aliases.alias as key', 'users.id', 'users.license_type'])
    .where('meeting_aliases.account_id', '=', accountId)
    .where('meeting_aliases.alias', 'in', keys),
);

/** A user as lists of people show it. */
export interface UserProfile {
  readonly id: string;
  readonly display_name: string | null;
  readonly primary_email: string;
}

/** The profiles of these users of the account, by id. */
export async function findProfiles(tx: Tx, accountId: string, ids: readonly string[]): Promise<ReadonlyMap<string, UserProfile>> {
  const rows = await runLookup(tx, selectProfiles, accountId, [...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, row]));
}

const selectProfiles = lookup<UserProfile>('selectMeetingProfiles', (sql, accountId, keys) =>
  sql.selectFrom('users').select(['id', 'display_name', 'primary_email']).where('account_id', '=', accountId).where('id', 'in', keys),
);

/** When the user last signed in. */
export async function findLastSignIn(tx: Tx, userId: string): Promise<number | undefined> {
  return (await tx.first(selectLastSignIn, { userId }))?.last_at;
}

const selectLastSignIn = statement<{ userId: string }, { last_at: number }>('selectLastSignIn', (sql, param) =>
  sql.selectFrom('user_sign_ins').select('last_at').where('user_id', '=', param('userId')),
);

interface Alias {
  readonly accountId: string;
  /** Folded: an address, or what a source calls the user. */
  readonly alias: string;
  readonly userId: string;
  readonly now: number;
}

/** From now on the alias is the user, whoever it was before. */
export async function putMeetingAlias(tx: Tx, alias: Alias): Promise<void> {
  await tx.run(upsertAlias, alias);
}

const upsertAlias = statement<Alias>('upsertMeetingAlias', (sql, param) =>
  sql
    .insertInto('meeting_aliases')
    .values({ account_id: param('accountId'), alias: param('alias'), user_id: param('userId'), created_at: param('now') })
    .onConflict((conflict) => conflict.columns(['account_id', 'alias']).doUpdateSet(({ ref }) => ({ user_id: ref('excluded.user_id') }))),
);

/** Answers whether there was such an alias. */
export async function dropMeetingAlias(tx: Tx, accountId: string, alias: string): Promise<boolean> {
  return (await tx.run(deleteAlias, { accountId, alias })) === 1;
}

const deleteAlias = statement<{ accountId: string; alias: string }>('deleteMeetingAlias', (sql, param) =>
  sql.deleteFrom('meeting_aliases').where('account_id', '=', param('accountId')).where('alias', '=', param('alias')),
);
