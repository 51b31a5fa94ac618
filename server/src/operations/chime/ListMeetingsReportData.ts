import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken, nonEmptyString } from '../../shapes/common.ts';
import { MeetingSummary, meetingType, reportDate } from '../../shapes/report.ts';

export const ListMeetingsReportData = operation({
  action: {
    name: 'ListMeetingsReportData',
    access: 'List',
    summary: 'Lists meetings ended during the date range',
    aliases: ['ListMeetingReportData'],
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/reports/meetings', status: 200 },
  input: z.object({
    AccountId: accountId,
    StartDate: reportDate,
    EndDate: reportDate,
    Organizer: nonEmptyString.describe('Email address or user id.').optional(),
    Type: meetingType.optional(),
    MaxResults: maxResults.optional(),
    NextToken: nextToken.optional(),
  }),
  output: z.object({ Meetings: z.array(MeetingSummary), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', StartDate: '2026-02-01', EndDate: '2026-02-19', Type: 'Instant' },
});
