import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { readRange } from '../../chime/report-range.ts';
import { getActivity } from '../../chime/user-activity.ts';
import { operation } from '../../operation.ts';
import { accountId, userId } from '../../shapes/common.ts';
import { reportDate, UserActivity } from '../../shapes/report.ts';
import { toTimestamp } from '../../shapes/timestamp.ts';
import { getUser } from '../../store/users.ts';

export const GetUserActivityReportData = operation({
  action: {
    name: 'GetUserActivityReportData',
    access: 'Read',
    summary: 'Shows summary of user activity on the user details page',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/users/{UserId}/activity', status: 200 },
  input: z.object({ AccountId: accountId, UserId: userId, StartDate: reportDate, EndDate: reportDate }),
  output: z.object({ UserActivity }),
  errors: [BadRequestException, NotFoundException],
  example: {
    AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10',
    UserId: '0198f3a2-8e2f-7a01-9c4d-2b3c4d5e6f70',
    StartDate: '2026-02-01',
    EndDate: '2026-02-19',
  },
  async handler({ tx, now }, { AccountId, UserId, StartDate, EndDate }) {
    const range = readRange(StartDate, EndDate);
    const { id } = await getUser(tx, AccountId, UserId);
    const activity = await getActivity(tx, { accountId: AccountId, userId: id, range, now });
    return { UserActivity: { UserId: id, StartDate, EndDate, AsOf: toTimestamp(now), ...activity } };
  },
  csv: ({ UserActivity: { Days } }) => ({
    columns: Object.keys(UserActivity.shape.Days.element.shape),
    rows: Days.map((day) => Object.values(day)),
  }),
});
