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
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001',
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
