import Box from '@cloudscape-design/components/box';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState, type ReactNode } from 'react';
import { count } from '../../ui/format.ts';
import { useTurns } from '../../ui/use-turns.tsx';
import { Person } from './person.tsx';
import { formatWithin, type Attendee } from './words.ts';

const rowsPerPage = 50;

const states: Readonly<Record<Attendee['State'], readonly [StatusIndicatorProps.Type, string]>> = {
  Present: ['success', 'Present'],
  Invited: ['pending', 'Invited'],
  Declined: ['stopped', 'Declined'],
  RunningLate: ['pending', 'Running late'],
  Dropped: ['warning', 'Dropped'],
  Left: ['stopped', 'Left'],
  WaitingRoom: ['pending', 'In the waiting room'],
};

const clients: Readonly<Record<Attendee['ClientType'], string>> = {
  Desktop: 'Desktop',
  Mobile: 'Mobile',
  Web: 'Browser',
  Phone: 'Telephone',
  Sip: 'SIP device',
  H323: 'H.323 device',
  Unknown: 'Unknown',
};
const audios: Readonly<Record<Attendee['AudioType'], string | undefined>> = {
  Computer: 'computer audio',
  DialIn: 'dialled in',
  CallMe: 'was called',
  None: 'no audio',
  Unknown: undefined,
};

/** A meeting's attendees, found by name and put in any order. */
export function AttendeeTable({
  accountId,
  start,
  attendees,
}: {
  readonly accountId: string;
  /** Of the meeting. */
  readonly start: string;
  readonly attendees: readonly Attendee[];
}): ReactNode {
  const [text, setText] = useState('');
  const [order, setOrder] = useState<TableProps.SortingState<Attendee>>();
  const wanted = text.trim().toLowerCase();
  const found = attendees.filter(({ DisplayName = '', EmailAddress = '' }) =>
    `${DisplayName} ${EmailAddress}`.toLowerCase().includes(wanted),
  );
  const compare = order?.sortingColumn.sortingComparator;
  const sorted = compare ? found.toSorted((one, other) => (order.isDescending ? compare(other, one) : compare(one, other))) : found;
  const { rows, pagination } = useTurns(sorted, rowsPerPage);
  return (
    <Table
      variant="embedded"
      items={rows}
      trackBy="AttendeeSessionId"
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: 'Attendees', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      columnDefinitions={columnsOf(accountId, start)}
      {...(order && { sortingColumn: order.sortingColumn, sortingDescending: order.isDescending ?? false })}
      onSortingChange={({ detail }) => setOrder(detail)}
      filter={
        <TextFilter
          filteringText={text}
          filteringPlaceholder="Find by name or mail address"
          filteringAriaLabel="Find attendees by name or mail address"
          countText={count(found.length, 'match', 'matches')}
          onChange={({ detail }) => setText(detail.filteringText)}
        />
      }
      pagination={pagination}
      empty={<Box textAlign="center">{attendees.length === 0 ? 'Nobody was there.' : 'Nobody matches.'}</Box>}
    />
  );
}

function columnsOf(accountId: string, start: string): readonly TableProps.ColumnDefinition<Attendee>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      sortingComparator: by(({ DisplayName = '' }) => DisplayName),
      cell: (attendee) => (
        <>
          <Person accountId={accountId} person={attendee} />
          <Small>{attendee.EmailAddress}</Small>
        </>
      ),
    },
    { id: 'role', header: 'Role', sortingComparator: by(({ Role }) => Role), cell: ({ Role }) => Role },
    {
      id: 'state',
      header: 'State',
      sortingComparator: by(({ State }) => State),
      cell: ({ State, Exit }) => (
        <StatusIndicator type={states[State][0]}>{Exit === 'Removed' ? 'Removed' : states[State][1]}</StatusIndicator>
      ),
    },
    {
      id: 'join',
      header: 'Joined',
      sortingComparator: by(({ JoinTime = '' }) => JoinTime),
      cell: ({ JoinTime }) => formatWithin(start, JoinTime),
    },
    {
      id: 'leave',
      header: 'Left',
      sortingComparator: by(({ LeaveTime = '' }) => LeaveTime),
      cell: ({ LeaveTime }) => formatWithin(start, LeaveTime),
    },
    {
      id: 'minutes',
      header: 'Minutes',
      sortingComparator: (one, other) => one.Minutes - other.Minutes,
      cell: ({ Minutes }) => Minutes.toLocaleString(undefined, { maximumFractionDigits: 1 }),
    },
    {
      id: 'reconnects',
      header: 'Reconnects',
      sortingComparator: (one, other) => one.Reconnects - other.Reconnects,
      cell: ({ Reconnects }) => Reconnects.toLocaleString(),
    },
    {
      id: 'device',
      header: 'Device',
      sortingComparator: by(({ ClientType }) => ClientType),
      cell: ({ ClientType, AudioType }) => (
        <>
          {clients[ClientType]}
          <Small>{audios[AudioType]}</Small>
        </>
      ),
    },
    {
      id: 'used',
      header: 'Used',
      cell: ({ VideoUsed, ScreenShareUsed }) =>
        [VideoUsed && 'Video', ScreenShareUsed && 'Share'].filter((used) => used !== false).join(', ') || '–',
    },
  ];
}

function Small({ children }: { readonly children: string | undefined }): ReactNode {
  if (children === undefined) return undefined;
  return (
    <Box fontSize="body-s" color="text-body-secondary">
      {children}
    </Box>
  );
}

function by(of: (attendee: Attendee) => string): (one: Attendee, other: Attendee) => number {
  return (one, other) => of(one).localeCompare(of(other));
}
