import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { listUsage } from '../../chime/account-usage.ts';
import { readRange } from '../../chime/report-range.ts';
import { operation } from '../../operation.ts';
import { accountId, timestamp } from '../../shapes/common.ts';
import { AccountUsage, AccountUsageDay, reportDate } from '../../shapes/report.ts';
import { toTimestamp } from '../../shapes/timestamp.ts';
import { getAccount } from '../../store/accounts.ts';

export const ListAccountUsageReportData = operation({
  action: {
    name: 'ListAccountUsageReportData',
    access: 'List',
    summary: 'Lists Amazon Chime account usage reporting data',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/reports/usage', status: 200 },
  input: z.object({ AccountId: accountId, StartDate: reportDate, EndDate: reportDate }),
  output: z.object({ StartDate: reportDate, EndDate: reportDate, AsOf: timestamp, Totals: AccountUsage, Days: z.array(AccountUsageDay) }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', StartDate: '2026-02-01', EndDate: '2026-02-19' },
  async handler({ tx, now }, { AccountId, StartDate, EndDate }) {
    const range = readRange(StartDate, EndDate);
    const { id } = await getAccount(tx, AccountId);
    return { StartDate, EndDate, AsOf: toTimestamp(now), ...(await listUsage(tx, id, range)) };
  },
  csv: ({ Days }) => ({
    columns: Object.keys(AccountUsageDay.shape),
    rows: Days.map((day) => Object.values(day)),
  }),
});
