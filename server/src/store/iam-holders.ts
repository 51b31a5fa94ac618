import { tagsFromText, type Tags } from '../iam/tags.ts';
import { statement, type Tx } from './database.ts';

/** A user or a role that has some policy of its own or through a group. */
export interface Holder {
  readonly kind: 'user' | 'role';
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly boundaryArn: string | undefined;
  readonly tags: Tags;
}

/** Policies that make administrators. */
const administrators = new Set(['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/IAMFullAccess']);

/** Everybody with a policy, those first to whom one that makes administrators is attached. */
export async function listHolders(tx: Tx): Promise<Holder[]> {
  const { awsAccountId } = tx;
  const attached = await tx.all(selectAttachedOwners, { awsAccountId });
  const inline = await tx.all(selectInlineOwners, { awsAccountId });
  const members = await tx.all(selectMemberships, { awsAccountId });
  const ranks = new Map<string, number>();
  const rank = (ownerId: string, value: number): void => {
    const ids = [ownerId, ...members.filter(({ group_id }) => group_id === ownerId).map(({ user_id }) => user_id)];
    for (const id of ids) ranks.set(id, Math.min(value, ranks.get(id) ?? value));
  };
  for (const { owner_id, policy_arn } of attached) rank(owner_id, administrators.has(policy_arn) ? 0 : 1);
  for (const { owner_id } of inline) rank(owner_id, 1);
  const users = (await tx.all(selectUserHolders, { awsAccountId })).map((row) => toHolder('user', row));
  const roles = (await tx.all(selectRoleHolders, { awsAccountId })).map((row) => toHolder('role', row));
  return [...users, ...roles].filter(({ id }) => ranks.has(id)).toSorted((a, b) => (ranks.get(a.id) ?? 0) - (ranks.get(b.id) ?? 0));
}

interface HolderRow {
  id: string;
  name: string;
  path: string;
  boundary_arn: string | null;
  tags: string;
}

function toHolder(kind: Holder['kind'], { id, name, path, boundary_arn, tags }: HolderRow): Holder {
  return { kind, id, name, path, boundaryArn: boundary_arn ?? undefined, tags: tagsFromText(tags) };
}

const columns = ['id', 'name', 'path', 'boundary_arn', 'tags'] as const;

const selectAttachedOwners = statement<{ awsAccountId: string }, { owner_id: string; policy_arn: string }>(
  'selectAttachedOwners',
  (sql, param) => sql.selectFrom('iam_attachments').select(['owner_id', 'policy_arn']).where('aws_account_id', '=', param('awsAccountId')),
);

const selectInlineOwners = statement<{ awsAccountId: string }, { owner_id: string }>('selectInlineOwners', (sql, param) =>
  sql.selectFrom('iam_inline_policies').select('owner_id').distinct().where('aws_account_id', '=', param('awsAccountId')),
);

const selectMemberships = statement<{ awsAccountId: string }, { group_id: string; user_id: string }>('selectMemberships', (sql, param) =>
  sql.selectFrom('iam_group_members').select(['group_id', 'user_id']).where('aws_account_id', '=', param('awsAccountId')),
);

const selectUserHolders = statement<{ awsAccountId: string }, HolderRow>('selectUserHolders', (sql, param) =>
  sql.selectFrom('iam_users').select(columns).where('aws_account_id', '=', param('awsAccountId')).orderBy('name_folded'),
);

const selectRoleHolders = statement<{ awsAccountId: string }, HolderRow>('selectRoleHolders', (sql, param) =>
  sql.selectFrom('iam_roles').select(columns).where('aws_account_id', '=', param('awsAccountId')).orderBy('name_folded'),
);
