import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { listMeetings } from '../../chime/meeting-list.ts';
import { readRange } from '../../chime/report-range.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken, nonEmptyString } from '../../shapes/common.ts';
import { MeetingSummary, meetingType, reportDate } from '../../shapes/report.ts';
import { getAccount } from '../../store/accounts.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

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
    MaxResults: maxResults.default(100),
    NextToken: nextToken.optional(),
  }),
  output: z.object({ Meetings: z.array(MeetingSummary), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', StartDate: '2026-02-01', EndDate: '2026-02-19', Type: 'Instant' },
  async handler({ tx, now }, { AccountId, StartDate, EndDate, Organizer, Type, MaxResults, NextToken }) {
    const range = readRange(StartDate, EndDate);
    const account = await getAccount(tx, AccountId);
    const list = JSON.stringify(['ListMeetingsReportData', AccountId, StartDate, EndDate, Organizer, Type]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { meetings, lastKey } = await listMeetings(tx, account, {
      range,
      organizer: Organizer,
      type: Type,
      after,
      size: MaxResults,
      now,
    });
    return { Meetings: meetings, NextToken: pageToken(tx, list, lastKey) };
  },
  csv: ({ Meetings }) => ({
    columns: [
      'ConferenceId',
      'StartTime',
      'EndTime',
      'Type',
      'OrganizerUserId',
      'Organizer',
      'OrganizerEmail',
      'DurationSeconds',
      'NumberOfAttendees',
    ],
    rows: Meetings.map((meeting) => [
      meeting.ConferenceId,
      meeting.StartTime,
      meeting.EndTime,
      meeting.Type,
      meeting.Organizer?.UserId,
      meeting.Organizer?.DisplayName,
      meeting.Organizer?.EmailAddress,
      meeting.DurationSeconds,
      meeting.NumberOfAttendees,
    ]),
  }),
});
