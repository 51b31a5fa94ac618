import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTurns } from '../../ui/use-turns.tsx';
import { formatReportDay, formatShare, type Usage } from './words.ts';

type Day = Usage['Days'][number];

const rowsPerPage = 15;

const columns = [
  { id: 'day', header: 'Day', isRowHeader: true, cell: ({ Date: day }: Day) => formatReportDay(day) },
  figure('Registered', ({ RegisteredUsers }) => RegisteredUsers),
  figure('Active', ({ ActiveUsers }) => ActiveUsers),
  figure('Meetings', ({ MeetingsHeld }) => MeetingsHeld),
  figure('Messages', ({ ChatMessagesSent }) => ChatMessagesSent),
  figure('Active Pro', ({ ActiveProDays }) => ActiveProDays),
  { id: 'Satisfaction', header: 'Satisfaction', cell: ({ MeetingSatisfaction }: Day) => formatShare(MeetingSatisfaction) },
];

function figure(header: string, of: (day: Day) => number) {
  return { id: header, header, cell: (day: Day) => of(day).toLocaleString() };
}

/** What the charts show, in numbers; the latest day first. */
export function DayTable({ days, description }: { readonly days: readonly Day[]; readonly description: string }): ReactNode {
  const { rows, pagination } = useTurns(days.toReversed(), rowsPerPage);
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${days.length})`} description={description}>
          Day by day
        </Header>
      }
      items={rows}
      trackBy="Date"
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: 'Day by day', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      columnDefinitions={columns}
      pagination={pagination}
    />
  );
}
