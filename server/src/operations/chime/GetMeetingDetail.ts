import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { getMeetingDetail } from '../../chime/meeting-detail.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { conferenceId, MeetingAttendee, MeetingDetail } from '../../shapes/report.ts';
import { getAccount } from '../../store/accounts.ts';

export const GetMeetingDetail = operation({
  action: {
    name: 'GetMeetingDetail',
    access: 'Read',
    summary: 'Shows attendee, connection and other details for a meeting.',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/meetings/{ConferenceId}', status: 200 },
  input: z.object({ AccountId: accountId, ConferenceId: conferenceId }),
  output: z.object({ Meeting: MeetingDetail, Attendees: z.array(MeetingAttendee) }),
  errors: [NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', ConferenceId: '0198f3a3-11aa-7e55-b2c3-4d5e6f708192' },
  async handler({ tx, now }, { AccountId, ConferenceId }) {
    const { id } = await getAccount(tx, AccountId);
    return getMeetingDetail(tx, id, ConferenceId, now);
  },
  csv: ({ Attendees }) => ({
    columns: [
      'AttendeeSessionId',
      'UserId',
      'DisplayName',
      'EmailAddress',
      'Role',
      'State',
      'JoinTime',
      'LeaveTime',
      'Minutes',
      'Reconnects',
      'Exit',
      'ClientType',
      'AudioType',
      'VideoUsed',
      'ScreenShareUsed',
      'Quality',
      'FeedbackPositive',
      'FeedbackComment',
    ],
    rows: Attendees.map((attendee) => [
      attendee.AttendeeSessionId,
      attendee.UserId,
      attendee.DisplayName,
      attendee.EmailAddress,
      attendee.Role,
      attendee.State,
      attendee.JoinTime,
      attendee.LeaveTime,
      attendee.Minutes,
      attendee.Reconnects,
      attendee.Exit,
      attendee.ClientType,
      attendee.AudioType,
      attendee.VideoUsed,
      attendee.ScreenShareUsed,
      attendee.Quality?.Rating,
      attendee.Feedback?.Positive,
      attendee.Feedback?.Comment,
    ]),
  }),
});
