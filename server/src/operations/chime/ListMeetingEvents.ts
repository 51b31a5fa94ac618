import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { conferenceId, MeetingEvent } from '../../shapes/report.ts';

export const ListMeetingEvents = operation({
  action: {
    name: 'ListMeetingEvents',
    access: 'List',
    summary: 'Lists all events that occurred for a meeting',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/meetings/{ConferenceId}/events', status: 200 },
  input: z.object({ AccountId: accountId, ConferenceId: conferenceId, MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ Events: z.array(MeetingEvent), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', ConferenceId: '0198f3a3-11aa-7e55-b2c3-4d5e6f708192' },
});
