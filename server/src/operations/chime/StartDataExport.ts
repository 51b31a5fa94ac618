import { z } from 'zod';
import { ConflictException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { toDataExport } from '../../exports/output.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken } from '../../shapes/common.ts';
import { DataExport } from '../../shapes/data-export.ts';
import { dayMs, toTimestamp } from '../../shapes/timestamp.ts';
import { lockAccount } from '../../store/accounts.ts';
import { findNewestExport, insertDataExport } from '../../store/data-exports.ts';

/** Between two exports of an account. Source: Amazon Chime Administration Guide, "Requesting user attachments": once every 7 days. */
const intervalMs = 7 * dayMs;

export const StartDataExport = operation({
  action: {
    name: 'StartDataExport',
    access: 'Write',
    summary: 'Submits the "Request attachments" request.',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/data-exports', status: 202 },
  input: z.object({ AccountId: accountId, ClientRequestToken: clientRequestToken.optional() }),
  output: z.object({ DataExport }),
  errors: [NotFoundException, ConflictException, UnprocessableEntityException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
  async handler({ tx, now, newId, principal, nudge }, { AccountId }) {
    const account = await lockAccount(tx, AccountId);
    if (account.type === 'Team') {
      throw new UnprocessableEntityException(
        `Account ${account.name} is a Team account; attachments are exported of Enterprise accounts. Claim a domain with AddDomain first.`,
      );
    }
    const last = await findNewestExport(tx, account);
    if (last && last.requested_at + intervalMs > now) {
      throw new ConflictException(
        `Account ${account.name} had an export requested at ${toTimestamp(last.requested_at)}. The next one can be requested at ${toTimestamp(last.requested_at + intervalMs)}; RetrieveDataExports has the last one.`,
      );
    }
    const row = await insertDataExport(tx, {
      id: newId(),
      aws_account_id: account.aws_account_id,
      account_id: account.id,
      requested_by: principal.arn,
      requested_at: now,
    });
    nudge('export-data');
    return { DataExport: toDataExport(tx, row, now) };
  },
});
