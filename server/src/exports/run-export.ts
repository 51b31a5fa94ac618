import { Readable } from 'node:stream';
import { NotFoundException } from '../errors.ts';
import type { Objects } from '../objects/object-store.ts';
import { ObjectStoreError } from '../objects/object-store-error.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { getAccount, type AccountRow } from '../store/accounts.ts';
import { claimExport, endExport, recordExportStep, type DataExportRow, type ExportProgress } from '../store/data-exports.ts';
import type { Database } from '../store/database.ts';
import { discardObject } from '../store/discarded-objects.ts';
import { countExportable, listExportable } from '../store/exportable-attachments.ts';
import { exportPart } from './export-file.ts';
import { exportUrlPurpose } from './output.ts';

/** What exports need from their surroundings. */
export interface ExportSurroundings {
  readonly database: Database;
  readonly objects: Objects;
  /** Names this process among those that share the exports. */
  readonly owner: string;
  now(): number;
}

/** How long the links of an export work. Source: Amazon Chime Administration Guide, "Requesting user attachments". */
const linkLifetimeMs = 6 * dayMs;
/** Attachments in one step: it takes seconds at most, and some megabytes. */
const batch = 2_000;
/** How long a process may be silent before another one takes its export over. */
const leaseMs = 60_000;
/** An export that has stood still for longer begins anew, so that all of its links live for nearly six days. */
const stalledMaxMs = 60 * 60_000;
/** Parts that nobody has put together by then never will be. */
const partLifetimeMs = dayMs;
/** How often an export is tried again that the object store does not let succeed, and when. */
const attemptsMax = 10;
const retryMinMs = 10_000;
const retryMaxMs = 30 * 60_000;

/** Thrown when another process has taken an export over: this one stops, and writes nothing more. */
class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** Takes one export that nobody works on, and works on it to its end; answers false if there is none. */
export async function runNextExport(surroundings: ExportSurroundings): Promise<boolean> {
  const { database, owner, now } = surroundings;
  const taken = await database.write('', (tx) => claimExport(tx, { owner, now: now(), leaseUntil: now() + leaseMs }));
  if (!taken) return false;
  let at = taken;
  try {
    at = await begin(surroundings, taken);
    while (at.step === 'gather') at = await gather(surroundings, at);
    await assemble(surroundings, at);
  } catch (error) {
    if (error instanceof LeaseLostError) return true;
    await putOff(surroundings, at, error);
  }
  return true;
}

/** Everything from here on is signed for one instant. A run that was cut short goes on where its last step ended. */
async function begin(surroundings: ExportSurroundings, taken: DataExportRow): Promise<DataExportRow> {
  const { database, now } = surroundings;
  const account = await findAccount(surroundings, taken);
  if (taken.signed_at !== null && now() - taken.signed_at <= stalledMaxMs) return taken;
  const total = await database.read('', (tx) => countExportable(tx, account.id));
  return record(surroundings, {
    ...taken,
    step: 'gather',
    position: '',
    parts: 0,
    file_bytes: 0,
    total,
    count: 0,
    bytes: 0,
    signed_at: now(),
  });
}

/** Throws NotFoundException for an account that was deleted. */
function findAccount({ database }: ExportSurroundings, { aws_account_id, account_id }: DataExportRow): Promise<AccountRow> {
  return database.read(aws_account_id, (tx) => getAccount(tx, account_id));
}

/** Links the next attachments in a part of the file. A part that was put but not recorded is put again, the same. */
async function gather(surroundings: ExportSurroundings, at: DataExportRow): Promise<DataExportRow> {
  const { database, objects, now } = surroundings;
  const found = await database.read('', (tx) => listExportable(tx, at.account_id, at.position, batch));
  const terms = { expiresInSeconds: linkLifetimeMs / 1000, now: at.signed_at ?? now() };
  const linked = await Promise.all(
    found.map(async (attachment) => ({
      attachment,
      url: await objects.own.signGet(attachment.object_key, { ...terms, fileName: attachment.file_name }),
    })),
  );
  const part = Buffer.from(exportPart(linked, at.parts === 0));
  const key = partKey(at, at.parts);
  await database.write('', (tx) => discardObject(tx, key, now() + partLifetimeMs));
  await objects.own.put(key, part, { contentType: 'text/csv', contentLength: part.length });
  return record(surroundings, {
    ...at,
    step: found.length < batch ? 'assemble' : 'gather',
    position: found.at(-1)?.id ?? at.position,
    parts: at.parts + 1,
    file_bytes: at.file_bytes + part.length,
    count: at.count + found.length,
    bytes: at.bytes + found.reduce((sum, { bytes }) => sum + bytes, 0),
  });
}

/** Puts the parts together in one file, and links it. */
async function assemble(surroundings: ExportSurroundings, at: DataExportRow): Promise<void> {
  const { database, objects, owner, now } = surroundings;
  const key = `${folderOf(at)}/attachments.csv`;
  const signedAt = at.signed_at ?? now();
  const expiresAt = signedAt + linkLifetimeMs;
  // The file goes when its links do; if it never comes to that, it goes just as well.
  await database.write('', (tx) => discardObject(tx, key, expiresAt));
  await objects.own.put(key, Readable.from(readParts(surroundings, at), { objectMode: false }), {
    contentType: 'text/csv',
    contentLength: at.file_bytes,
  });
  const fileName = `attachments-${new Date(signedAt).toISOString().slice(0, 10)}.csv`;
  const url = await objects.own.signGet(key, { expiresInSeconds: linkLifetimeMs / 1000, fileName, now: signedAt });
  await database.write('', async (tx) => {
    const sealed = tx.vault.seal(url, exportUrlPurpose(at.id));
    const end = {
      state: 'Ready',
      step: 'done',
      signed_at: signedAt,
      url_sealed: sealed,
      expires_at: expiresAt,
      finished_at: now(),
      message: null,
    } as const;
    if (!(await endExport(tx, { ...end, id: at.id, lease_owner: owner, lease_until: 0 })))
      throw new LeaseLostError(`Export ${at.id} is no longer ours.`);
    for (let number = 0; number < at.parts; number += 1) await discardObject(tx, partKey(at, number), now());
  });
}

async function* readParts(surroundings: ExportSurroundings, at: DataExportRow): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < at.parts; number += 1) {
    // Nothing is new but the lease, which goes on.
    await record(surroundings, at);
    const { body } = await surroundings.objects.own.get(partKey(at, number));
    for await (const chunk of body) yield chunk;
  }
}

/** Runs that begin anew have parts of their own: what is swept of one is never the other's. */
function partKey(at: DataExportRow, number: number): string {
  return `${folderOf(at)}/part-${at.signed_at}-${String(number).padStart(6, '0')}`;
}

function folderOf({ account_id, id }: DataExportRow): string {
  return `exports/${account_id}/${id}`;
}

/** Throws LeaseLostError if somebody else works on the export. */
async function record({ database, owner, now }: ExportSurroundings, at: DataExportRow): Promise<DataExportRow> {
  const progress: ExportProgress = { ...at, lease_owner: owner, lease_until: now() + leaseMs };
  if (!(await database.write('', (tx) => recordExportStep(tx, progress)))) throw new LeaseLostError(`Export ${at.id} is no longer ours.`);
  return { ...at, ...progress };
}

/** What the object store does not let succeed is tried again, more and more seldom; anything else ends the export. */
async function putOff(
  { database, owner, now }: ExportSurroundings,
  { id, step, signed_at, attempts }: DataExportRow,
  error: unknown,
): Promise<void> {
  const isStore = error instanceof ObjectStoreError;
  const isGone = error instanceof NotFoundException;
  const again = isStore && attempts < attemptsMax;
  const message = isStore
    ? `The object store does not work right now (${error.kind}). ${again ? 'The export goes on by itself once it does.' : 'Request another export once it does.'}`
    : isGone
      ? 'The account was deleted.'
      : 'A fault of Carillon: the operator finds it in the log.';
  const wait = Math.min(retryMaxMs, retryMinMs * 2 ** (attempts - 1));
  await database.write('', (tx) =>
    endExport(tx, {
      id,
      lease_owner: owner,
      state: again ? 'Running' : 'Failed',
      step,
      // Parts that are gone, or are not as they were recorded, are made anew.
      signed_at: isStore && (error.kind === 'invalid' || error.kind === 'no-such-object') ? null : signed_at,
      url_sealed: null,
      expires_at: null,
      finished_at: again ? null : now(),
      message,
      lease_until: again ? now() + wait : 0,
    }),
  );
  // The operator hears of it, and the job of it is tried again later.
  if (!isGone) throw error;
}
