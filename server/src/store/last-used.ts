import { statement, type Tx } from './database.ts';

/** When and for what an access key, or a role through one of its sessions, was last used. */
export interface KeyUse {
  readonly accessKeyId: string;
  /** undefined = the key is a user's or the root's. */
  readonly roleId?: string | undefined;
  /** Service and region of the credential scope. */
  readonly service: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Notes the last use of access keys and of roles, whichever tenants they belong to. */
export async function recordUse(tx: Tx, batch: readonly KeyUse[]): Promise<void> {
  await recordKeyUse(
    tx,
    batch.filter(({ roleId }) => roleId === undefined),
  );
  await recordRoleUse(tx, batch);
}

/** Notes the last use of access keys, whichever tenants they belong to. An older use never replaces a newer one. */
export async function recordKeyUse(tx: Tx, batch: readonly KeyUse[]): Promise<void> {
  // One order for all processes, so that two batches never wait for each other's rows.
  for (const use of batch.toSorted((a, b) => (a.accessKeyId < b.accessKeyId ? -1 : 1))) await tx.run(updateKeyUse, use);
}

const updateKeyUse = statement<KeyUse>('updateKeyUse', (sql, param) =>
  sql
    .updateTable('access_keys')
    .set({ last_used_at: param('at'), last_used_service: param('service'), last_used_region: param('region') })
    .where('id', '=', param('accessKeyId'))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', param('at'))])),
);

/** Notes the last use of roles, as `recordKeyUse` does for keys. */
async function recordRoleUse(tx: Tx, batch: readonly KeyUse[]): Promise<void> {
  const uses = batch.flatMap(({ roleId, at, region }) => (roleId === undefined ? [] : [{ roleId, at, region }]));
  for (const use of uses.toSorted((a, b) => (a.roleId < b.roleId ? -1 : 1))) await tx.run(updateRoleUse, use);
}

const updateRoleUse = statement<{ roleId: string; region: string; at: number }>('updateRoleUse', (sql, param) =>
  sql
    .updateTable('iam_roles')
    .set({ last_used_at: param('at'), last_used_region: param('region') })
    .where('id', '=', param('roleId'))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', param('at'))])),
);
