import { opendir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readCallRecord } from './call-records.ts';
import { readLines } from './lines.ts';
import { FileFault, type ReadRow } from './outcome.ts';

/** A file with one record, or a list of them, that is larger is none. Files of one record a line may have any size. */
const documentLengthMax = 1024 * 1024;

/**
 * The call detail records of a file, or of all files of a folder and the folders in it: one JSON object, a list of them, or
 * one on each line. What is no record is told as a row that is refused.
 */
export async function* readCallFiles(path: string, ownAccountId: string): AsyncGenerator<ReadRow & { bytesRead: number }> {
  let bytesBefore = 0;
  for await (const file of filesOf(path)) {
    const name = relative(path, file);
    try {
      for await (const { place, value, bytesRead } of readValues(file)) {
        const row = [name, place].filter((part) => part !== '').join(' ');
        yield { row: row || '1', result: readCallRecord(value, ownAccountId), bytesRead: bytesBefore + bytesRead };
      }
    } catch (error) {
      // One file among many; alone, it is all there is.
      if (!(error instanceof FileFault) || name === '') throw error;
      yield { row: name, result: { problem: error.message }, bytesRead: bytesBefore };
    }
    bytesBefore += (await stat(file)).size;
  }
}

async function* filesOf(path: string): AsyncGenerator<string> {
  if (!(await stat(path)).isDirectory()) {
    yield path;
    return;
  }
  for await (const entry of await opendir(path, { recursive: true })) {
    if (entry.isFile() && !entry.name.startsWith('.')) yield join(entry.parentPath, entry.name);
  }
}

interface Found {
  /** `line 3`, `record 3`, or '' where there is only one. */
  readonly place: string;
  readonly value: unknown;
  readonly bytesRead: number;
}

async function* readValues(file: string): AsyncGenerator<Found> {
  let document = '';
  let isLines: boolean | undefined;
  let bytes = 0;
  for await (const { number, text, bytesRead } of readLines(file)) {
    bytes = bytesRead;
    if (text.trim() === '') continue;
    // A first line that is a whole object begins a file of one object a line.
    isLines ??= text.trimStart().startsWith('{') && parse(text) !== undefined;
    if (isLines) {
      yield { place: `line ${number}`, value: parse(text), bytesRead };
      continue;
    }
    document += `${text}\n`;
    if (document.length > documentLengthMax) {
      throw new FileFault('It is no call detail record: it is larger than a megabyte, and not one JSON object a line.');
    }
  }
  if (document === '') return;
  const value = parse(document);
  if (value === undefined) throw new FileFault('It is no JSON.');
  if (!Array.isArray(value)) yield { place: '', value, bytesRead: bytes };
  else for (const [index, item] of value.entries()) yield { place: `record ${index + 1}`, value: item, bytesRead: bytes };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
