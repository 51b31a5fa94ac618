import { sql as raw, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { AccountRow } from './accounts.ts';
import { toBatches } from './batches.ts';
import type { Tx } from './database.ts';
import type { License, Tables } from './schema.ts';
import { endSessions } from './sessions.ts';

/** Whom the rule changed. */
export interface LicenseRuleOutcome {
  /** Lost their license: they cannot sign in, and their sessions have ended. */
  readonly suspended: string[];
  /** Got a license, another license, or their license back. */
  readonly licensed: string[];
}

type Condition = (eb: ExpressionBuilder<Tables, 'users'>) => Expression<SqlBool>;

/**
 * Gives managed users the license of their groups: Pro for a member of a Pro group, Basic for a member of only Basic ones,
 * none (Suspended) for the others and for whom the source has disabled. Acts on the users that a directory manages while
 * the account is EnterpriseDirectory, and on those that an identity provider manages while it is EnterpriseOIDC; the latter
 * also need an address of a domain that the account has claimed. For other managed users licenses are frozen, but
 * whoever may not sign in is still suspended. Writes only what changes. The account is locked by the caller.
 * @param userIds whose groups, addresses or state have changed; 'all' after a change to the account or its groups' licenses
 */
export async function applyLicenseRule(tx: Tx, account: AccountRow, userIds: readonly string[] | 'all'): Promise<LicenseRuleOutcome> {
  const suspended: string[] = [];
  const licensed: string[] = [];
  for (const batch of userIds === 'all' ? [undefined] : toBatches(userIds)) {
    const named: Condition = (eb) => (batch === undefined ? eb('id', 'is not', null) : eb('id', 'in', batch));
    for (const { managedBy, groups } of sources) {
      const among: Condition = (eb) => eb.and([named(eb), eb('managed_by', '=', managedBy)]);
      const active: Condition = (eb) => (managedBy === 'oidc' ? eb.and([enabled(eb), hasClaimedAddress(eb)]) : enabled(eb));
      if (account.type !== accountTypeOf[managedBy]) {
        suspended.push(...(await suspend(tx, account, (eb) => eb.and([among(eb), eb.not(active(eb))]))));
        continue;
      }
      const pro: Condition = (eb) => isMember(eb, groups, 'Pro');
      const basic: Condition = (eb) => isMember(eb, groups, 'Basic');
      licensed.push(...(await grant(tx, account, 'Pro', (eb) => eb.and([among(eb), active(eb), pro(eb)]))));
      licensed.push(...(await grant(tx, account, 'Basic', (eb) => eb.and([among(eb), active(eb), eb.not(pro(eb)), basic(eb)]))));
      const unentitled: Condition = (eb) => eb.or([eb.not(active(eb)), eb.and([eb.not(pro(eb)), eb.not(basic(eb))])]);
      suspended.push(...(await suspend(tx, account, (eb) => eb.and([among(eb), unentitled(eb)]))));
    }
  }
  return { suspended, licensed };
}

/** How many of those who hold the license the rule would give another one for being a member of one of these groups. */
export async function countRelicensed(tx: Tx, account: AccountRow, license: License, groupIds: readonly string[]): Promise<number> {
  const source = sources.find(({ managedBy }) => accountTypeOf[managedBy] === account.type);
  if (!source || groupIds.length === 0) return 0;
  const { managedBy, groups } = source;
  const [counted] = await tx.query(
    tx.sql
      .selectFrom('users')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('account_id', '=', account.id)
      .where('license_type', '=', license)
      .where('registration_status', 'not in', ['Unregistered', 'Released'])
      .where('managed_by', '=', managedBy)
      .where((eb) => (managedBy === 'oidc' ? eb.and([enabled(eb), hasClaimedAddress(eb)]) : enabled(eb)))
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('account_group_members as m')
            .innerJoin('account_groups as g', (join) => join.onRef('g.account_id', '=', 'm.account_id').onRef('g.id', '=', 'm.group_id'))
            .select('m.user_id')
            .whereRef('m.account_id', '=', 'users.account_id')
            .whereRef('m.user_id', '=', 'users.id')
            .where('g.source', '=', groups)
            .where('m.group_id', 'in', groupIds),
        ),
      ),
  );
  return counted?.count ?? 0;
}

/** What the rule makes of a provisioned user who is in no group yet, so that it need not be asked for each newcomer. */
export function statusOfNewcomer(account: AccountRow, mayEnter: boolean): 'Unregistered' | 'Suspended' {
  return account.type === accountTypeOf.oidc || !mayEnter ? 'Suspended' : 'Unregistered';
}

const sources = [
  { managedBy: 'directory', groups: 'directory' },
  { managedBy: 'oidc', groups: 'scim' },
] as const;

const accountTypeOf = { directory: 'EnterpriseDirectory', oidc: 'EnterpriseOIDC' } as const;

const enabled: Condition = (eb) => eb('source_active', '=', 1);

/** The end of the address, the @ included, is compared: `like` would take an underscore of a name for any letter. */
const hasClaimedAddress: Condition = (eb) =>
  eb.exists(
    eb
      .selectFrom('domains as d')
      .select('d.name')
      .whereRef('d.account_id', '=', 'users.account_id')
      .where('d.status', 'in', ['Verified', 'VerificationLost'])
      .where(raw<SqlBool>`substr(users.primary_email, length(users.primary_email) - length(d.name)) = '@' || d.name`),
  );

function isMember(eb: ExpressionBuilder<Tables, 'users'>, source: 'directory' | 'scim', license: 'Basic' | 'Pro'): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom('account_group_members as m')
      .innerJoin('license_groups as l', (join) => join.onRef('l.account_id', '=', 'm.account_id').onRef('l.group_id', '=', 'm.group_id'))
      .select('m.user_id')
      .whereRef('m.account_id', '=', 'users.account_id')
      .whereRef('m.user_id', '=', 'users.id')
      .where('l.source', '=', source)
      .where('l.license_type', '=', license),
  );
}

async function grant(tx: Tx, account: AccountRow, license: License, entitled: Condition): Promise<string[]> {
  const changed = await tx.query(
    tx.sql
      .updateTable('users')
      .set(({ case: choose, ref }) => ({
        license_type: license,
        registration_status: choose()
          .when('registration_status', '<>', 'Suspended')
          .then(ref('registration_status'))
          .when('registered_on', 'is', null)
          .then('Unregistered' as const)
          .else('Registered' as const)
          .end(),
      }))
      .where('account_id', '=', account.id)
      .where((eb) => eb.or([eb('license_type', '<>', license), eb('registration_status', '=', 'Suspended')]))
      .where((eb) => entitled(eb))
      .returning('id'),
  );
  return changed.map(({ id }) => id);
}

async function suspend(tx: Tx, account: AccountRow, unentitled: Condition): Promise<string[]> {
  const changed = await tx.query(
    tx.sql
      .updateTable('users')
      .set({ registration_status: 'Suspended' })
      .where('account_id', '=', account.id)
      .where('registration_status', '<>', 'Suspended')
      .where((eb) => unentitled(eb))
      .returning('id'),
  );
  const ids = changed.map(({ id }) => id);
  for (const batch of toBatches(ids)) await endSessions(tx, batch);
  return ids;
}
