import type { Expression, Kysely } from 'kysely';
import { NotFoundException } from '../errors.ts';
import { findAsDelegate, type AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

export type DomainRow = Tables['domains'];

/** Names are given as `toDomainName` spells them. Throws NotFoundException unless the tenant has this account and the account claims this domain. */
export async function getDomain(tx: Tx, accountId: string, name: string): Promise<DomainRow> {
  const find = (awsAccountId: string): Promise<DomainRow | undefined> => tx.first(selectDomain, { awsAccountId, accountId, name });
  const domain = (await find(tx.awsAccountId)) ?? (await findAsDelegate(tx, accountId, find));
  if (domain) return domain;
  throw new NotFoundException(`Account ${accountId} has not claimed the domain ${name}.`);
}

const selectDomain = statement<{ awsAccountId: string; accountId: string; name: string }, DomainRow>('selectDomain', (sql, param) =>
  domainsOf(sql, param('awsAccountId'), param('accountId')).selectAll('domains').where('domains.name', '=', param('name')),
);

/** The account's claim of a domain, if it has one. */
export async function findDomain(tx: Tx, account: AccountRow, name: string): Promise<DomainRow | undefined> {
  return tx.first(selectDomain, { awsAccountId: account.aws_account_id, accountId: account.id, name });
}

/** One page of the account's claims by name, after the name `after`. Throws NotFoundException. */
export async function listDomains(tx: Tx, accountId: string, after: string, size: number): Promise<Page<DomainRow>> {
  const find = (awsAccountId: string): Promise<DomainRow[]> => tx.all(selectDomains, { awsAccountId, accountId, after, limit: size + 1 });
  const own = await find(tx.awsAccountId);
  const found = own.length > 0 ? own : await findAsDelegate(tx, accountId, find);
  return toPage(found ?? [], size, ({ name }) => name);
}

const selectDomains = statement<{ awsAccountId: string; accountId: string; after: string; limit: number }, DomainRow>(
  'selectDomains',
  (sql, param) =>
    domainsOf(sql, param('awsAccountId'), param('accountId'))
      .selectAll('domains')
      .where('domains.name', '>', param('after'))
      .orderBy('domains.name')
      .limit(param('limit')),
);

/** The claims of an account, if the tenant has the account: nobody else's claim is ever found. */
function domainsOf(sql: Kysely<Tables>, awsAccountId: Expression<string>, accountId: Expression<string>) {
  return sql
    .selectFrom('accounts')
    .innerJoin('domains', 'domains.account_id', 'accounts.id')
    .where('accounts.aws_account_id', '=', awsAccountId)
    .where('accounts.id', '=', accountId)
    .where('accounts.deleted_at', 'is', null);
}

/** Every claim of the account by name; there are no more than an account may have. */
export async function listAllDomains(tx: Tx, account: AccountRow): Promise<DomainRow[]> {
  return tx.all(selectAllDomains, { accountId: account.id });
}

const selectAllDomains = statement<{ accountId: string }, DomainRow>('selectAllDomains', (sql, param) =>
  sql.selectFrom('domains').selectAll().where('account_id', '=', param('accountId')).orderBy('name'),
);

/** The one verified claim of a domain, of whatever tenant; undefined = nobody has proved it. */
export async function findVerifiedDomain(tx: Tx, name: string): Promise<DomainRow | undefined> {
  return tx.first(selectVerifiedDomain, { name });
}

const selectVerifiedDomain = statement<{ name: string }, DomainRow>('selectVerifiedDomain', (sql, param) =>
  sql.selectFrom('domains').selectAll().where('name', '=', param('name')).where('status', '=', 'Verified'),
);

/** The names of the domains that the account has proved, in order; those whose proof was lost are not among them. */
export async function listVerifiedDomains(tx: Tx, accountId: string): Promise<string[]> {
  return (await tx.all(selectVerifiedDomains, { accountId })).map(({ name }) => name);
}

const selectVerifiedDomains = statement<{ accountId: string }, { name: string }>('selectVerifiedDomains', (sql, param) =>
  sql.selectFrom('domains').select('name').where('account_id', '=', param('accountId')).where('status', '=', 'Verified').orderBy('name'),
);

export async function hasVerifiedDomain(tx: Tx, accountId: string): Promise<boolean> {
  return (await listVerifiedDomains(tx, accountId)).length > 0;
}

/** Every claim of a domain, of whatever tenant and state, in the order of the accounts' ids. */
export async function listClaims(tx: Tx, name: string): Promise<DomainRow[]> {
  return tx.all(selectClaims, { name });
}

const selectClaims = statement<{ name: string }, DomainRow>('selectClaims', (sql, param) =>
  sql.selectFrom('domains').selectAll().where('name', '=', param('name')).orderBy('account_id'),
);

/**
 * Holds every account that claims a domain, of whatever tenant, until the transaction ends: of two proofs that are
 * found at once one is recorded after the other, and neither account changes its type meanwhile.
 */
export async function lockClaimants(tx: Tx, name: string): Promise<AccountRow[]> {
  return tx.all(selectClaimantsLocked, { name });
}

const selectClaimantsLocked = statement<{ name: string }, AccountRow>('selectClaimantsLocked', (sql, param, { rowLocks }) => {
  const query = sql
    .selectFrom('accounts')
    .selectAll()
    .where('id', 'in', ({ selectFrom }) => selectFrom('domains').select('account_id').where('name', '=', param('name')))
    .where('deleted_at', 'is', null)
    .orderBy('id');
  return rowLocks ? query.forUpdate() : query;
});

/** Names of the account's claims that keep it an Enterprise account: those it has proved, also if the proof was lost since. */
export async function listHeldDomains(tx: Tx, account: AccountRow): Promise<string[]> {
  return (await tx.all(selectHeldDomains, { accountId: account.id })).map(({ name }) => name);
}

const selectHeldDomains = statement<{ accountId: string }, { name: string }>('selectHeldDomains', (sql, param) =>
  sql
    .selectFrom('domains')
    .select('name')
    .where('account_id', '=', param('accountId'))
    .where('status', 'in', ['Verified', 'VerificationLost'])
    .orderBy('name'),
);

/** How many claims the account has, in whatever state. */
export async function countDomains(tx: Tx, account: AccountRow): Promise<number> {
  return (await tx.first(selectDomainCount, { accountId: account.id }))?.count ?? 0;
}

const selectDomainCount = statement<{ accountId: string }, { count: number }>('selectDomainCount', (sql, param) =>
  sql
    .selectFrom('domains')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', param('accountId')),
);

/** A claim, and whose it is. */
export type OwnedDomain = Pick<DomainRow, 'name' | 'account_id' | 'status' | 'verified_at' | 'proof_missing_since' | 'next_check_at'> & {
  readonly aws_account_id: string;
  readonly account_name: string;
};

/** Claims of every tenant by name and account, after the claim `after`, at most `limit`: for the operator. */
export async function listOwnedDomains(tx: Tx, after: { name: string; accountId: string }, limit: number): Promise<OwnedDomain[]> {
  return tx.all(selectOwnedDomains, { ...after, limit });
}

const selectOwnedDomains = statement<{ name: string; accountId: string; limit: number }, OwnedDomain>('selectOwnedDomains', (sql, param) =>
  sql
    .selectFrom('domains')
    .innerJoin('accounts', 'accounts.id', 'domains.account_id')
    .select([
      'domains.name',
      'domains.account_id',
      'domains.status',
      'domains.verified_at',
      'domains.proof_missing_since',
      'domains.next_check_at',
      'accounts.aws_account_id',
      'accounts.name as account_name',
    ])
    .where(({ eb, and, or }) =>
      or([
        eb('domains.name', '>', param('name')),
        and([eb('domains.name', '=', param('name')), eb('domains.account_id', '>', param('accountId'))]),
      ]),
    )
    .orderBy('domains.name')
    .orderBy('domains.account_id')
    .limit(param('limit')),
);

/** The claims of every tenant that are to be checked by `now`, the longest overdue first, at most `limit`. */
export async function listDueDomains(tx: Tx, now: number, limit: number): Promise<DomainRow[]> {
  return tx.all(selectDueDomains, { now, limit });
}

const selectDueDomains = statement<{ now: number; limit: number }, DomainRow>('selectDueDomains', (sql, param) =>
  sql
    .selectFrom('domains')
    .selectAll()
    .where('next_check_at', '<=', param('now'))
    .orderBy('next_check_at')
    .orderBy('name')
    .orderBy('account_id')
    .limit(param('limit')),
);

/** Stores a claim, new or changed; the account is locked by the caller. */
export async function putDomain(tx: Tx, domain: DomainRow): Promise<void> {
  await tx.run(upsertDomain, domain);
}

const upsertDomain = statement<DomainRow>('upsertDomain', (sql, param) => {
  const changing = {
    status: param('status'),
    token: param('token'),
    created_at: param('created_at'),
    verified_at: param('verified_at'),
    proof_missing_since: param('proof_missing_since'),
    last_check: param('last_check'),
    next_check_at: param('next_check_at'),
    failures: param('failures'),
  };
  return sql
    .insertInto('domains')
    .values({ account_id: param('account_id'), name: param('name'), ...changing })
    .onConflict((conflict) => conflict.columns(['account_id', 'name']).doUpdateSet(changing));
});

/** Forgets every claim of an account that ends. */
export async function deleteDomainsOf(tx: Tx, account: AccountRow): Promise<void> {
  await tx.run(deleteDomainRows, { accountId: account.id });
}

const deleteDomainRows = statement<{ accountId: string }>('deleteDomainRows', (sql, param) =>
  sql.deleteFrom('domains').where('account_id', '=', param('accountId')),
);

/** Forgets a claim. */
export async function deleteDomain(tx: Tx, { account_id: accountId, name }: DomainRow): Promise<void> {
  await tx.run(deleteDomainRow, { accountId, name });
}

const deleteDomainRow = statement<{ accountId: string; name: string }>('deleteDomainRow', (sql, param) =>
  sql.deleteFrom('domains').where('account_id', '=', param('accountId')).where('name', '=', param('name')),
);
