import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { listEvents } from '../../chime/meeting-event-list.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { conferenceId, MeetingEvent } from '../../shapes/report.ts';
import { getAccount } from '../../store/accounts.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListMeetingEvents = operation({
  action: {
    name: 'ListMeetingEvents',
    access: 'List',
    summary: 'Lists all events that occurred for a meeting',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/meetings/{ConferenceId}/events', status: 200 },
  input: z.object({
    AccountId: accountId,
    ConferenceId: conferenceId,
    MaxResults: maxResults.default(100),
    NextToken: nextToken.optional(),
  }),
  output: z.object({ Events: z.array(MeetingEvent), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', ConferenceId: '0198f3a3-11aa-7e55-b2c3-4d5e6f708192' },
  async handler({ tx }, { AccountId, ConferenceId, MaxResults, NextToken }) {
    const { id } = await getAccount(tx, AccountId);
    const list = JSON.stringify(['ListMeetingEvents', AccountId, ConferenceId]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { events, lastKey } = await listEvents(tx, { accountId: id, conferenceId: ConferenceId, after, size: MaxResults });
    return { Events: events, NextToken: pageToken(tx, list, lastKey) };
  },
  csv: ({ Events }) => ({
    columns: ['EventId', 'Type', 'Time', 'ReceivedAt', 'SourceId', 'SourceKind', 'ActorUserId', 'Actor', 'TargetUserId', 'Target', 'Data'],
    rows: Events.map((event) => [
      event.EventId,
      event.Type,
      event.Time,
      event.ReceivedAt,
      event.Source.SourceId,
      event.Source.Kind,
      event.Actor?.UserId,
      event.Actor?.DisplayName,
      event.Target?.UserId,
      event.Target?.DisplayName,
      event.Data && JSON.stringify(event.Data),
    ]),
  }),
});
