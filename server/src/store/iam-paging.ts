import { ValidationError } from '../errors.ts';
import type { Tx } from './database.ts';
import { pageToken, readPageToken, toPage } from './paging.ts';

/** Page size of IAM lists unless the request says otherwise. */
const pageSizeDefault = 100;

/** Rows of one page, and where it stands in its list in the words of the wire. */
export interface MarkedPage<Row> {
  readonly rows: readonly Row[];
  readonly position: { readonly IsTruncated: boolean; readonly Marker: string | undefined };
}

/**
 * The page that an IAM list operation asks for. Throws ValidationError for a marker of another list.
 * @param list the operation's name and whatever filters the list
 * @param find the first `limit` rows after a key, in the order of their keys; '' sorts before every key
 */
export async function readMarkedPage<Row>(
  tx: Tx,
  list: readonly unknown[],
  request: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
  find: (after: string, limit: number) => Promise<readonly Row[]> | readonly Row[],
  key: (row: Row) => string,
): Promise<MarkedPage<Row>> {
  const size = request.MaxItems ?? pageSizeDefault;
  const name = JSON.stringify(list);
  const after = readPageToken(tx, name, request.Marker, ValidationError);
  const { rows, lastKey } = toPage(await find(after, size + 1), size, key);
  return { rows, position: { IsTruncated: lastKey !== undefined, Marker: pageToken(tx, name, lastKey) } };
}

/** The same for a list that is at hand as a whole. */
export async function readListPage<Row>(
  tx: Tx,
  list: readonly unknown[],
  request: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
  rows: readonly Row[],
): Promise<MarkedPage<Row>> {
  const find = (after: string, limit: number) => {
    const from = after === '' ? 0 : Number(after) + 1;
    return rows.slice(from, from + limit).map((row, index) => ({ row, number: from + index }));
  };
  const page = await readMarkedPage(tx, list, request, find, ({ number }) => String(number));
  return { rows: page.rows.map(({ row }) => row), position: page.position };
}
