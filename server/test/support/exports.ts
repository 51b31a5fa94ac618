import { randomUUIDv7 } from 'node:crypto';
import { createExportData } from '../../src/jobs/export-data.ts';
import type { Objects } from '../../src/objects/object-store.ts';
import { RetrieveDataExports } from '../../src/operations/chime/RetrieveDataExports.ts';
import { present } from './members.ts';
import type { World } from './world.ts';

/** One run of the job, as a process of its own has it. @param objects the store as this process finds it; absent = as it is */
export async function runExports(world: World, objects: Objects = world.door.services.connections.objects): Promise<number> {
  const job = createExportData({ objects, now: world.clock.now, newId: () => randomUUIDv7() });
  return job.run({ database: world.database, now: world.clock.now() });
}

/** The account's newest export, as its administrator sees it. */
export async function newestExport({ ana }: World, AccountId: string) {
  return present((await ana.call(RetrieveDataExports, { AccountId })).DataExports[0]);
}

/** Files of 16 bytes that somebody has sent to a direct conversation: rows alone, or with objects. */
export async function addAttachments(
  world: Pick<World, 'database'>,
  {
    accountId,
    userId,
    count,
    objects,
  }: { readonly accountId: string; readonly userId: string; readonly count: number; readonly objects?: Objects },
): Promise<string> {
  const conversation = randomUUIDv7();
  const content = (index: number) => `file ${String(index).padStart(11, '0')}`;
  const ids = Array.from({ length: count }, () => randomUUIDv7());
  const key = (index: number) => `attachments/${accountId}/${index}`;
  const times = { created_at: 0, updated_at: 0 };
  await world.database.write('', async (tx) => {
    const begun = {
      account_id: accountId,
      id: conversation,
      kind: 'Direct' as const,
      name: null,
      created_by: userId,
      pair: conversation,
      ...times,
    };
    await tx.query(tx.sql.insertInto('conversations').values(begun));
    for (let from = 0; from < count; from += rowsPerStatement) {
      const some = Array.from({ length: Math.min(rowsPerStatement, count - from) }, (_, index) => from + index);
      const sha256 = (index: number) => `${conversation}${index}`;
      await tx.query(
        tx.sql.insertInto('attachments').values(
          some.map((index) => ({
            account_id: accountId,
            id: ids[index] ?? '',
            conversation_id: conversation,
            uploaded_by: userId,
            file_name: `file-${index}.txt`,
            content_type: 'text/plain',
            bytes: content(index).length,
            sha256: sha256(index),
            created_at: 0,
          })),
        ),
      );
      await tx.query(
        tx.sql.insertInto('attachment_contents').values(
          some.map((index) => ({
            account_id: accountId,
            sha256: sha256(index),
            object_key: key(index),
            bytes: content(index).length,
            holders: 1,
            created_at: 0,
          })),
        ),
      );
    }
  });
  if (objects) {
    for (let index = 0; index < count; index += 1) {
      await objects.own.put(key(index), Buffer.from(content(index)), { contentType: 'text/plain', contentLength: content(index).length });
    }
  }
  return conversation;
}

const rowsPerStatement = 500;

/** Reads what RFC 4180 describes, as a spreadsheet would; independent of the code that writes it. */
export function readCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  const [header = [], ...others] = rows.filter((cells) => cells.length > 0);
  return others.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}
