import type { z } from 'zod';
import type { ScimExchange } from '../shapes/scim-exchange.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { ScimLogRow } from '../store/scim-log.ts';
import { explainFailure } from './exchange-failure.ts';
import { summarise } from './exchange-summary.ts';

/** An exchange as the wire shows it. */
export function toScimExchange(row: ScimLogRow): z.input<typeof ScimExchange> {
  const failure = explainFailure(row);
  return {
    ExchangeId: row.id,
    AccountId: row.account_id,
    ApiKeyId: row.api_key_id,
    Timestamp: toTimestamp(row.time),
    Method: row.method,
    Path: row.target,
    Status: row.status,
    DurationMs: row.duration_ms,
    Summary: summarise(row),
    Request: row.request ?? undefined,
    Response: row.response ?? undefined,
    Error: failure && { ScimType: failure.scimType, Detail: failure.detail, Meaning: failure.meaning, NextStep: failure.nextStep },
  };
}
