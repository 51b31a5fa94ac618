import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { Person } from './person.tsx';
import { formatWithin, type MeetingEvent } from './words.ts';

const happenings: Readonly<Record<MeetingEvent['Type'], string>> = {
  'meeting.scheduled': 'Meeting scheduled',
  'meeting.started': 'Meeting started',
  'meeting.ended': 'Meeting ended',
  'meeting.locked': 'Meeting locked',
  'meeting.unlocked': 'Meeting unlocked',
  'attendee.invited': 'Invited',
  'attendee.waiting': 'Waits to be admitted',
  'attendee.admitted': 'Admitted',
  'attendee.denied': 'Not admitted',
  'attendee.joined': 'Joined',
  'attendee.left': 'Left',
  'attendee.dropped': 'Dropped',
  'attendee.removed': 'Removed',
  'attendee.declined': 'Declined',
  'attendee.muted': 'Muted',
  'attendee.unmuted': 'Unmuted',
  'video.started': 'Video started',
  'video.stopped': 'Video stopped',
  'screenshare.started': 'Screen share started',
  'screenshare.stopped': 'Screen share stopped',
  'recording.started': 'Recording started',
  'recording.stopped': 'Recording stopped',
  'dialin.started': 'Telephone call started',
  'dialin.ended': 'Telephone call ended',
  'survey.answered': 'Survey answered',
  'message.sent': 'Message sent',
};
/** What the server gives at once. */
const csvPageSize = 200;

/** What happened in a meeting, in order. */
export function MeetingEvents({
  accountId,
  conferenceId,
  start,
}: {
  readonly accountId: string;
  readonly conferenceId: string;
  readonly start: string;
}): ReactNode {
  const client = useClient();
  const input = { AccountId: accountId, ConferenceId: conferenceId };
  const columns = useMemo(() => columnsOf(accountId, start), [accountId, start]);
  return (
    <PagedTable<MeetingEvent>
      name="meeting-events"
      title="Events"
      queryKey={[accountId, conferenceId]}
      load={async ({ token, pageSize, signal }) => {
        const page = { ...input, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) };
        const { Events, NextToken } = await client.call('chime:ListMeetingEvents', page, { signal });
        return { items: Events, next: NextToken };
      }}
      idOf={({ EventId }) => EventId}
      nameOf={({ Type }) => happenings[Type]}
      columns={columns}
      empty={
        <SpaceBetween size="xs">
          <b>No events are kept of this meeting</b>
          <Box variant="p">Imported meetings have none.</Box>
        </SpaceBetween>
      }
      header={({ counter }) => (
        <Header
          variant="h2"
          counter={counter}
          description="By the clock of whoever reported them."
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <CodeButton calls={() => [codeCall('chime:ListMeetingEvents', input)]} />
              <CsvButton name="chime:ListMeetingEvents" input={{ ...input, MaxResults: csvPageSize }} file={`events-${conferenceId}`} />
            </SpaceBetween>
          }
        >
          Events
        </Header>
      )}
    />
  );
}

function columnsOf(accountId: string, start: string): PagedTableProps<MeetingEvent>['columns'] {
  return [
    { id: 'time', header: 'Time', cell: ({ Time }) => formatWithin(start, Time, 'medium') },
    { id: 'what', header: 'What', isRowHeader: true, cell: ({ Type }) => happenings[Type] },
    { id: 'who', header: 'Who', cell: ({ Actor }) => <Person accountId={accountId} person={Actor} /> },
    { id: 'target', header: 'To whom', cell: ({ Target }) => <Person accountId={accountId} person={Target} /> },
    {
      id: 'data',
      header: 'More',
      cell: ({ Data = {} }) =>
        Object.entries(Data)
          .map(([name, value]) => `${name}: ${value}`)
          .join(', ') || '–',
    },
    { id: 'type', header: 'Type', isHidden: true, cell: ({ Type }) => Type },
    { id: 'received', header: 'Received', isHidden: true, cell: ({ ReceivedAt }) => formatWithin(start, ReceivedAt, 'medium') },
    { id: 'source', header: 'Source', isHidden: true, cell: ({ Source }) => `${Source.Kind} ${Source.SourceId}` },
    { id: 'id', header: 'Event id', isHidden: true, cell: ({ EventId }) => EventId },
  ];
}
