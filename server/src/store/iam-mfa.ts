import { EntityAlreadyExists, NoSuchEntity } from '../errors.ts';
import { mfaArn } from '../iam/arns.ts';
import { foldName } from '../iam/names.ts';
import { tagsFromText, tagsToText, type Tags } from '../iam/tags.ts';
import { statement, type Tx } from './database.ts';
import { requireRoomFor } from './iam-summary.ts';
import type { IdentityTx } from './principals.ts';

/** A virtual device that gives codes. */
export interface MfaDevice {
  /** Its ARN. */
  readonly serialNumber: string;
  readonly nameFolded: string;
  readonly seed: Uint8Array;
  /** undefined = not enabled for anybody. */
  readonly user: { readonly id: string; readonly enabledAt: number } | undefined;
  /** The newest time step whose code was used. */
  readonly lastStep: number;
  /** How far the device's clock is from ours, in time steps. */
  readonly driftSteps: number;
  readonly createdAt: number;
  readonly tags: Tags;
}

/** Throws NoSuchEntity. */
export async function getMfaDevice(tx: Tx, serialNumber: string): Promise<MfaDevice> {
  const device = await findMfaDevice(tx, serialNumber);
  if (!device) throw new NoSuchEntity(`VirtualMFADevice with serial number ${serialNumber} does not exist.`);
  return device;
}

export async function findMfaDevice(tx: Tx, serialNumber: string): Promise<MfaDevice | undefined> {
  const row = await tx.first(selectMfaDevice, { awsAccountId: tx.awsAccountId, serialNumber });
  return row && toDevice(tx, row);
}

/** A user's devices in the order of their folded names; few, because of the quota. */
export async function listMfaDevicesOfUser(tx: Tx, userId: string): Promise<MfaDevice[]> {
  return (await tx.all(selectMfaDevicesOfUser, { awsAccountId: tx.awsAccountId, userId })).map((row) => toDevice(tx, row));
}

/** Devices in the order of their folded names. @param assigned undefined = whether enabled for somebody or not */
export async function listMfaDevices(
  tx: Tx,
  { assigned, after, limit }: { assigned: boolean | undefined; after: string; limit: number },
): Promise<MfaDevice[]> {
  const [from, to] = assigned === undefined ? [0, 1] : assigned ? [1, 1] : [0, 0];
  return (await tx.all(selectMfaDevices, { awsAccountId: tx.awsAccountId, from, to, after, limit })).map((row) => toDevice(tx, row));
}

/** Throws EntityAlreadyExists if a device has this name in any letter case, LimitExceeded if there are as many as there may be. */
export async function insertMfaDevice(
  tx: IdentityTx,
  device: { name: string; path: string; seed: Uint8Array; createdAt: number; tags: Tags },
): Promise<string> {
  const { awsAccountId } = tx;
  const { name, path, seed, createdAt, tags } = device;
  const serialNumber = mfaArn(awsAccountId, { path, name });
  const nameFolded = foldName(name);
  if (await tx.first(selectMfaDeviceByName, { awsAccountId, nameFolded }))
    throw new EntityAlreadyExists('MFADevice entity at the same path and name already exists.');
  await requireRoomFor(tx, 'mfaDevices');
  const seedSealed = tx.vault.seal(Buffer.from(seed).toString('base64'), purpose(serialNumber));
  await tx.run(insertMfaDeviceRow, { awsAccountId, serialNumber, nameFolded, seedSealed, createdAt, tags: tagsToText(tags) });
  return serialNumber;
}

/** Enables a device for a user. */
export async function enableMfaDevice(
  tx: IdentityTx,
  serialNumber: string,
  { userId, enabledAt, lastStep, driftSteps }: { userId: string; enabledAt: number; lastStep: number; driftSteps: number },
): Promise<void> {
  await tx.run(updateMfaOwner, { awsAccountId: tx.awsAccountId, serialNumber, userId, enabledAt, lastStep, driftSteps });
}

/** Takes a device away from its user: sessions it was shown for do not count as proven any more. */
export async function deactivateMfaDevice(tx: IdentityTx, { serialNumber, lastStep, driftSteps }: MfaDevice): Promise<void> {
  const nobody = { userId: null, enabledAt: null };
  await tx.run(updateMfaOwner, { awsAccountId: tx.awsAccountId, serialNumber, ...nobody, lastStep, driftSteps });
}

/** Writes the device's tags. */
export async function updateMfaTags(tx: IdentityTx, { serialNumber }: MfaDevice, tags: Tags): Promise<void> {
  await tx.run(updateMfaTagsRow, { awsAccountId: tx.awsAccountId, serialNumber, tags: tagsToText(tags) });
}

export async function deleteMfaDevice(tx: IdentityTx, { serialNumber }: MfaDevice): Promise<void> {
  await tx.run(deleteMfaDeviceRow, { awsAccountId: tx.awsAccountId, serialNumber });
}

function purpose(serialNumber: string): string {
  return `mfa-seed:${serialNumber}`;
}

interface MfaDeviceRow {
  serial_number: string;
  name_folded: string;
  seed_sealed: string;
  user_id: string | null;
  enabled_at: number | null;
  last_step: number;
  drift_steps: number;
  created_at: number;
  tags: string;
}

function toDevice(tx: Tx, row: MfaDeviceRow): MfaDevice {
  return {
    serialNumber: row.serial_number,
    nameFolded: row.name_folded,
    seed: Buffer.from(tx.vault.open(row.seed_sealed, purpose(row.serial_number)), 'base64'),
    user: row.user_id === null ? undefined : { id: row.user_id, enabledAt: row.enabled_at ?? 0 },
    lastStep: row.last_step,
    driftSteps: row.drift_steps,
    createdAt: row.created_at,
    tags: tagsFromText(row.tags),
  };
}

const columns = [
  'serial_number',
  'name_folded',
  'seed_sealed',
  'user_id',
  'enabled_at',
  'last_step',
  'drift_steps',
  'created_at',
  'tags',
] as const;

const selectMfaDevice = statement<{ awsAccountId: string; serialNumber: string }, MfaDeviceRow>('selectMfaDevice', (sql, param) =>
  sql
    .selectFrom('iam_mfa_devices')
    .select(columns)
    .where('serial_number', '=', param('serialNumber'))
    .where('aws_account_id', '=', param('awsAccountId')),
);

const selectMfaDeviceByName = statement<{ awsAccountId: string; nameFolded: string }, { serial_number: string }>(
  'selectMfaDeviceByName',
  (sql, param) =>
    sql
      .selectFrom('iam_mfa_devices')
      .select('serial_number')
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('name_folded', '=', param('nameFolded')),
);

const selectMfaDevicesOfUser = statement<{ awsAccountId: string; userId: string }, MfaDeviceRow>('selectMfaDevicesOfUser', (sql, param) =>
  sql
    .selectFrom('iam_mfa_devices')
    .select(columns)
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('user_id', '=', param('userId'))
    .orderBy('name_folded'),
);

const selectMfaDevices = statement<{ awsAccountId: string; from: number; to: number; after: string; limit: number }, MfaDeviceRow>(
  'selectMfaDevices',
  (sql, param) =>
    sql
      .selectFrom('iam_mfa_devices')
      .select(columns)
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('name_folded', '>', param('after'))
      .where(({ eb, between }) => between(eb.case().when('user_id', 'is', null).then(0).else(1).end(), param('from'), param('to')))
      .orderBy('name_folded')
      .limit(param('limit')),
);

interface NewMfaDeviceRow {
  awsAccountId: string;
  serialNumber: string;
  nameFolded: string;
  seedSealed: string;
  createdAt: number;
  tags: string;
}

const insertMfaDeviceRow = statement<NewMfaDeviceRow>('insertMfaDeviceRow', (sql, param) =>
  sql.insertInto('iam_mfa_devices').values({
    aws_account_id: param('awsAccountId'),
    serial_number: param('serialNumber'),
    name_folded: param('nameFolded'),
    seed_sealed: param('seedSealed'),
    user_id: null,
    enabled_at: null,
    last_step: 0,
    drift_steps: 0,
    created_at: param('createdAt'),
    tags: param('tags'),
  }),
);

interface MfaOwnerRow {
  awsAccountId: string;
  serialNumber: string;
  userId: string | null;
  enabledAt: number | null;
  lastStep: number;
  driftSteps: number;
}

const updateMfaOwner = statement<MfaOwnerRow>('updateMfaOwner', (sql, param) =>
  sql
    .updateTable('iam_mfa_devices')
    .set({
      user_id: param('userId'),
      enabled_at: param('enabledAt'),
      last_step: param('lastStep'),
      drift_steps: param('driftSteps'),
    })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('serial_number', '=', param('serialNumber')),
);

const updateMfaTagsRow = statement<{ awsAccountId: string; serialNumber: string; tags: string }>('updateMfaTags', (sql, param) =>
  sql
    .updateTable('iam_mfa_devices')
    .set({ tags: param('tags') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('serial_number', '=', param('serialNumber')),
);

const deleteMfaDeviceRow = statement<{ awsAccountId: string; serialNumber: string }>('deleteMfaDeviceRow', (sql, param) =>
  sql.deleteFrom('iam_mfa_devices').where('aws_account_id', '=', param('awsAccountId')).where('serial_number', '=', param('serialNumber')),
);
