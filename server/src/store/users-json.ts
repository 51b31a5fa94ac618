import { sql as raw, type ExpressionBuilder, type Kysely, type RawBuilder } from 'kysely';
import { findAsDelegate } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import { isUnfiltered, usersAfter, usersMatching, type Given, type ShownUser, type UserFilter } from './users.ts';

/** A page of users as the wire has it. */
export interface UsersJson {
  /** The users, separated by commas. */
  readonly users: string;
  /** As of `Page`. */
  readonly lastKey: string | undefined;
}

/**
 * What `listUsers` finds, as the JSON of the wire: byte for byte what `toUser` and JSON.stringify make of it. Only where
 * the engine writes JSON (`capabilities.writesJson`). Throws NotFoundException.
 */
export async function listUsersAsJson(tx: Tx, accountId: string, filter: UserFilter, after: string, size: number): Promise<UsersJson> {
  const find = async (awsAccountId: string): Promise<JsonRow | undefined> => {
    const [page] = isUnfiltered(filter)
      ? await tx.all(selectUsersJson, { awsAccountId, accountId, after, size, limit: size + 1 })
      : await tx.query(asJson(tx.sql, usersMatching(usersAfter(tx.sql, awsAccountId, accountId, after, size + 1), filter), size));
    return page && page.found > 0 ? page : undefined;
  };
  const page = (await find(tx.awsAccountId)) ?? (await findAsDelegate(tx, accountId, find));
  return { users: page?.users ?? '', lastKey: page && page.found > size ? (page.last ?? undefined) : undefined };
}

interface JsonRow {
  readonly users: string | null;
  readonly last: string | null;
  readonly found: number;
}

const selectUsersJson = statement<{ awsAccountId: string; accountId: string; after: string; size: number; limit: number }, JsonRow>(
  'selectUsersJson',
  (sql, param) => asJson(sql, usersAfter(sql, param('awsAccountId'), param('accountId'), param('after'), param('limit')), param('size')),
);

/** @param found one user more than the page takes, if there are as many */
function asJson(sql: Kysely<Tables>, found: ReturnType<typeof usersAfter>, size: Given<number>) {
  return sql
    .selectFrom(
      sql
        .selectFrom(found.as('users'))
        .select(({ fn }) => [
          'users.id',
          fn
            .agg<number>('row_number')
            .over((over) => over.orderBy('users.id'))
            .as('place'),
        ])
        .select((row) => userJson(row).as('json'))
        .as('page'),
    )
    .select(({ fn, ref }) => [
      raw<string | null>`string_agg(${ref('json')}, ',' order by ${ref('id')}) filter (where ${ref('place')} <= ${size})`.as('users'),
      raw<string | null>`max(${ref('id')}) filter (where ${ref('place')} <= ${size})`.as('last'),
      fn.countAll<number>().as('found'),
    ]);
}

type Row = ExpressionBuilder<{ users: ShownUser }, 'users'>;

/** The members of `toUser`, in its order. Where a value is null, so is the text around it. */
function userJson({ ref }: Row): RawBuilder<string> {
  const text = (column: keyof ShownUser) => raw`to_json(${ref(column)})`;
  const status = ref('registration_status');
  const time = (column: keyof ShownUser) =>
    raw`'"' || to_char(timestamp 'epoch' + ${ref(column)} * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"'`;
  return raw<string>`'{"UserId":' || ${text('id')} || ${raw.join(
    [
      member('AccountId', text('account_id')),
      member('PrimaryEmail', text('primary_email')),
      member('DisplayName', text('display_name')),
      member('LicenseType', text('license_type')),
      member('UserType', text('user_type')),
      member('UserRegistrationStatus', raw`to_json(case ${status} when 'Released' then 'Unregistered' else ${status} end)`),
      raw`case ${status} when 'Released' then ',"Released":true' else '' end`,
      member('UserInvitationStatus', text('invitation_status')),
      member('RegisteredOn', time('registered_on')),
      member('InvitedOn', time('invited_on')),
      member('PersonalPIN', text('pin')),
    ],
    raw` || `,
  )} || '}'`;
}

function member(name: string, value: RawBuilder<unknown>): RawBuilder<unknown> {
  return raw`coalesce(${raw.lit(`,"${name}":`)} || ${value}, '')`;
}
