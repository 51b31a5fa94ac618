import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { conferenceId, MeetingAttendee, MeetingDetail } from '../../shapes/report.ts';

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
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', ConferenceId: '0198f3a3-11aa-7e55-b2c3-4d5e6f708192' },
});
