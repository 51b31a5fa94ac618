import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireErrorClass } from '../errors.ts';
import type { Tx } from './database.ts';

const macBytes = 16;

/** One page of rows and, if there are more, the key of its last row, from which the next page starts. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly lastKey: string | undefined;
}

/** Cuts what a query with `limit size + 1` found into a page: the extra row only tells that there is more. */
export function toPage<Row>(found: readonly Row[], size: number, key: (row: Row) => string): Page<Row> {
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return { rows, lastKey: found.length > size && last !== undefined ? key(last) : undefined };
}

/**
 * The opaque token of the page after `lastKey`, undefined after the last page. It is bound to the tenant and to
 * `list`, which names the operation and whatever filters the listing, so that a token never moves between lists.
 */
export function pageToken(tx: Tx, list: string, lastKey: string | undefined): string | undefined {
  if (lastKey === undefined) return undefined;
  return Buffer.concat([mac(tx, list, lastKey), Buffer.from(lastKey)]).toString('base64url');
}

/** The key a token continues after; '' for no token, which sorts before every key. Throws `Refusal` for a token that is not of this list. */
export function readPageToken(tx: Tx, list: string, token: string | undefined, Refusal: WireErrorClass): string {
  if (token === undefined) return '';
  const bytes = Buffer.from(token, 'base64url');
  const lastKey = bytes.subarray(macBytes).toString();
  if (bytes.length <= macBytes || !timingSafeEqual(bytes.subarray(0, macBytes), mac(tx, list, lastKey))) {
    throw new Refusal('The page token is not one of this list. Repeat the call without it to start from the first page.');
  }
  return lastKey;
}

function mac(tx: Tx, list: string, lastKey: string): Buffer {
  const text = JSON.stringify([tx.awsAccountId, list, lastKey]);
  return createHmac('sha256', tx.vault.derive('page-token')).update(text).digest().subarray(0, macBytes);
}
