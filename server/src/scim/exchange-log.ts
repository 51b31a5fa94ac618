import { recordApiKeyUse, type LiveApiKey } from '../store/api-keys.ts';
import type { Database } from '../store/database.ts';
import { insertExchanges, type ScimLogRow } from '../store/scim-log.ts';
import type { ScimReply } from './exchange.ts';
import { mask } from './mask.ts';

/** A request and its answer. */
export interface Exchange {
  readonly key: LiveApiKey;
  readonly request: { readonly requestId: string; readonly method: string; readonly target: string };
  /** undefined = there was none, or it could not be read. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly reply: ScimReply;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Keeps what identity providers say, so that an administrator can see why something did not arrive. */
export interface ExchangeLog {
  /** Keeps an exchange to be stored soon. Returns at once, unless so much is waiting that the caller has to wait for the store. */
  record(exchange: Exchange): Promise<void> | undefined;
  /** Resolves once everything recorded so far is stored. */
  idle(): Promise<void>;
}

/** Exchanges that may wait in memory. */
const waitingMax = 2_000;
/** How exactly it is known when a key was last used. */
const keyUseIntervalMs = 60_000;
/** Keys whose last use is remembered. */
const keysMax = 10_000;
/** Characters kept of an address. */
const targetMax = 2_000;

/** Exchanges that arrive while others are being stored are stored together. */
export function createExchangeLog(database: Database, fault: (error: unknown, requestId: string) => void): ExchangeLog {
  let waiting: ScimLogRow[] = [];
  let uses = new Map<string, { accountId: string; id: string; at: number }>();
  const usedAt = new Map<string, number>();
  let flushing: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const rows = waiting;
      const used = [...uses.values()];
      waiting = [];
      uses = new Map();
      try {
        await database.writeLazily('', async (tx) => {
          await insertExchanges(tx, rows);
          await recordApiKeyUse(tx, used);
        });
      } catch (error) {
        // The log explains; it must never be why something fails.
        fault(error, rows[0]?.id ?? '');
      }
    }
    flushing = undefined;
  };

  return {
    record(exchange) {
      const { key, startedAt } = exchange;
      waiting.push(toRow(exchange));
      if (startedAt - (usedAt.get(key.id) ?? -Infinity) >= keyUseIntervalMs) {
        if (usedAt.size >= keysMax) usedAt.clear();
        usedAt.set(key.id, startedAt);
        uses.set(key.id, { accountId: key.account_id, id: key.id, at: startedAt });
      }
      flushing ??= flush();
      return waiting.length >= waitingMax ? flushing : undefined;
    },
    idle: async () => flushing,
  };
}

function toRow({ key, request, body, reply, startedAt, endedAt }: Exchange): ScimLogRow {
  const isUser = request.target.includes('/Users');
  return {
    account_id: key.account_id,
    id: request.requestId,
    api_key_id: key.id,
    time: startedAt,
    method: request.method,
    target: request.target.replace(/^\/scim\/v2/, '').slice(0, targetMax),
    status: reply.status,
    duration_ms: Math.max(0, endedAt - startedAt),
    request: body === undefined || Object.keys(body).length === 0 ? null : mask(body, isUser),
    response: reply.body === undefined ? null : mask(reply.body, isUser),
  };
}
