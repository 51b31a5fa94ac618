import { OperatorError } from '../errors.ts';
import { statement, type Tx } from './database.ts';
import type { NamedDocument } from './policy-documents.ts';
import type { IdentityTx } from './principals.ts';

// The organisation that the operator puts AWS accounts into: a root, organisational units below it, accounts in them,
// and at each of these levels service control policies, all of which must allow what anybody in the account does.

/** Where an AWS account stands. */
export interface Membership {
  readonly organizationId: string;
  /** `o-…/r-…/ou-…/`, as `aws:PrincipalOrgPaths` has it. */
  readonly path: string;
  /** The policies of each level, from the root down to the account itself. */
  readonly levels: readonly (readonly NamedDocument[])[];
}

/** Where the tenant's AWS account stands; undefined if it is in no organisation. */
export async function findMembership(tx: Tx): Promise<Membership | undefined> {
  const member = await tx.first(selectMember, { awsAccountId: tx.awsAccountId });
  if (!member) return undefined;
  const nodes: Node[] = [];
  for (let id: string | null = member.node_id; id !== null;) {
    const node: Node = await getNode(tx, id);
    nodes.unshift(node);
    id = node.parent_id;
  }
  const organizationId = nodes[0]?.organization_id ?? '';
  const levels: NamedDocument[][] = [];
  for (const target of [...nodes.map(({ id }) => id), tx.awsAccountId]) {
    const policies = await listAttachedScps(tx, target);
    levels.push(policies.map(({ name, document }) => ({ name: scpArn(organizationId, name), kind: 'scp', text: document })));
  }
  return { organizationId, path: `${[organizationId, ...nodes.map(({ id }) => id)].join('/')}/`, levels };
}

function scpArn(organizationId: string, name: string): string {
  return `arn:aws:organizations:::policy/${organizationId}/service_control_policy/${name}`;
}

/** A root or an organisational unit. */
export interface Node {
  readonly id: string;
  readonly organization_id: string;
  readonly parent_id: string | null;
  readonly name: string;
}

/** All roots and units, parents before children. */
export async function listNodes(tx: Tx): Promise<Node[]> {
  return tx.all(selectNodes, {});
}

/** Throws OperatorError. */
export async function getNode(tx: Tx, id: string): Promise<Node> {
  const node = await tx.first(selectNode, { id });
  if (!node) throw new OperatorError(`${id} is no root and no organisational unit. See carillon organization list.`);
  return node;
}

/** AWS accounts by the root or unit they are in. */
export async function listMembers(tx: Tx): Promise<{ aws_account_id: string; node_id: string }[]> {
  return tx.all(selectMembers, {});
}

/** The policies attached to a root, a unit or an AWS account, by name. */
export async function listAttachedScps(tx: Tx, targetId: string): Promise<{ name: string; document: string }[]> {
  return tx.all(selectScps, { targetId });
}

/** Everything is allowed at a new level until the operator says otherwise, as on AWS. */
const fullAccess = {
  name: 'FullAWSAccess',
  document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
};

/** Adds a root or a unit, with FullAWSAccess attached. */
export async function insertNode(tx: IdentityTx, node: Node & { readonly createdAt: number }): Promise<void> {
  const { id, organization_id: organizationId, parent_id: parentId, name, createdAt } = node;
  await tx.run(insertNodeRow, { id, organizationId, parentId, name, createdAt });
  await attachScp(tx, { targetId: id, ...fullAccess, attachedAt: createdAt });
}

/** Puts an AWS account into a root or unit, taking it out of where it was. */
export async function placeAccount(tx: IdentityTx, place: { awsAccountId: string; nodeId: string; joinedAt: number }): Promise<void> {
  await tx.run(upsertMember, place);
  const policies = await listAttachedScps(tx, place.awsAccountId);
  if (policies.length === 0) await attachScp(tx, { targetId: place.awsAccountId, ...fullAccess, attachedAt: place.joinedAt });
}

/** Policies that one root, unit or account may have. Source: AWS Organizations User Guide, "Quotas". */
const scpsMax = 5;

/** Attaches a policy, or replaces the one of this name. Throws OperatorError if there would be too many. */
export async function attachScp(
  tx: IdentityTx,
  policy: { targetId: string; name: string; document: string; attachedAt: number },
): Promise<void> {
  const others = (await listAttachedScps(tx, policy.targetId)).filter(({ name }) => name !== policy.name);
  if (others.length >= scpsMax)
    throw new OperatorError(`${policy.targetId} has ${scpsMax} policies, which is as many as there may be. Detach one first.`);
  await tx.run(upsertScp, policy);
}

/** Throws OperatorError if the policy is not attached, or is the last one: a level without any would allow nothing. */
export async function detachScp(tx: IdentityTx, targetId: string, name: string): Promise<void> {
  const attached = await listAttachedScps(tx, targetId);
  if (!attached.some((policy) => policy.name === name)) throw new OperatorError(`${name} is not attached to ${targetId}.`);
  if (attached.length === 1)
    throw new OperatorError(`${name} is the last policy of ${targetId}; without any, nothing would be allowed. Attach another one first.`);
  await tx.run(deleteScp, { targetId, name });
}

const nodeColumns = ['id', 'organization_id', 'parent_id', 'name'] as const;

const selectNode = statement<{ id: string }, Node>('selectNode', (sql, param) =>
  sql.selectFrom('organization_nodes').select(nodeColumns).where('id', '=', param('id')),
);

const selectNodes = statement<object, Node>('selectNodes', (sql) =>
  sql.selectFrom('organization_nodes').select(nodeColumns).orderBy('created_at').orderBy('id'),
);

const selectMember = statement<{ awsAccountId: string }, { node_id: string }>('selectMember', (sql, param) =>
  sql.selectFrom('organization_members').select('node_id').where('aws_account_id', '=', param('awsAccountId')),
);

const selectMembers = statement<object, { aws_account_id: string; node_id: string }>('selectOrganizationMembers', (sql) =>
  sql.selectFrom('organization_members').select(['aws_account_id', 'node_id']).orderBy('aws_account_id'),
);

const selectScps = statement<{ targetId: string }, { name: string; document: string }>('selectScps', (sql, param) =>
  sql.selectFrom('organization_policies').select(['name', 'document']).where('target_id', '=', param('targetId')).orderBy('name'),
);

const insertNodeRow = statement<{ id: string; organizationId: string; parentId: string | null; name: string; createdAt: number }>(
  'insertNodeRow',
  (sql, param) =>
    sql.insertInto('organization_nodes').values({
      id: param('id'),
      organization_id: param('organizationId'),
      parent_id: param('parentId'),
      name: param('name'),
      created_at: param('createdAt'),
    }),
);

const upsertMember = statement<{ awsAccountId: string; nodeId: string; joinedAt: number }>('upsertMember', (sql, param) =>
  sql
    .insertInto('organization_members')
    .values({ aws_account_id: param('awsAccountId'), node_id: param('nodeId'), joined_at: param('joinedAt') })
    .onConflict((conflict) => conflict.columns(['aws_account_id']).doUpdateSet({ node_id: param('nodeId'), joined_at: param('joinedAt') })),
);

const upsertScp = statement<{ targetId: string; name: string; document: string; attachedAt: number }>('upsertScp', (sql, param) =>
  sql
    .insertInto('organization_policies')
    .values({ target_id: param('targetId'), name: param('name'), document: param('document'), attached_at: param('attachedAt') })
    .onConflict((conflict) =>
      conflict.columns(['target_id', 'name']).doUpdateSet({ document: param('document'), attached_at: param('attachedAt') }),
    ),
);

const deleteScp = statement<{ targetId: string; name: string }>('deleteScp', (sql, param) =>
  sql.deleteFrom('organization_policies').where('target_id', '=', param('targetId')).where('name', '=', param('name')),
);
