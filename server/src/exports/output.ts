import type { z } from 'zod';
import type { DataExport } from '../shapes/data-export.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { DataExportRow } from '../store/data-exports.ts';
import type { Tx } from '../store/database.ts';

/** What is left to do once every attachment is linked, per cent. */
const assemblyPercent = 5;

/** The export as the wire shows it. Its address is given no longer than it works. */
export function toDataExport({ vault }: Pick<Tx, 'vault'>, row: DataExportRow, now: number): z.output<typeof DataExport> {
  const { id, account_id, state, count, bytes, url_sealed, expires_at, requested_by, requested_at, finished_at, message } = row;
  const isExpired = expires_at !== null && expires_at <= now;
  return {
    DataExportId: id,
    AccountId: account_id,
    Status: isExpired ? 'Expired' : state,
    Progress: progressOf(row),
    Count: count,
    Bytes: bytes,
    ...(url_sealed !== null && !isExpired && { Url: vault.open(url_sealed, exportUrlPurpose(id)) }),
    ...(expires_at !== null && { ExpiresAt: toTimestamp(expires_at) }),
    RequestedBy: requested_by,
    RequestedAt: toTimestamp(requested_at),
    ...(finished_at !== null && { FinishedAt: toTimestamp(finished_at) }),
    ...(message !== null && { Message: message }),
  };
}

function progressOf({ state, step, total, count }: DataExportRow): number {
  if (state === 'Ready') return 100;
  if (step === 'assemble') return 100 - assemblyPercent;
  return total === 0 ? 0 : Math.min(100 - assemblyPercent, Math.floor(((100 - assemblyPercent) * count) / total));
}

/** What the sealed address of an export is sealed for. */
export function exportUrlPurpose(id: string): string {
  return `data-export:${id}`;
}
