import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { count } from '../../ui/format.ts';
import { Person } from './person.tsx';
import type { Attendee } from './words.ts';

type Rating = NonNullable<Attendee['Quality']>['Rating'];

const ratings: Readonly<Record<Rating, StatusIndicatorProps.Type>> = { Good: 'success', Fair: 'warning', Poor: 'error' };

/** What attendees said of the meeting, and what their connections were like. */
export function Opinions({ accountId, attendees }: { readonly accountId: string; readonly attendees: readonly Attendee[] }): ReactNode {
  const heard = attendees.filter(({ Quality, Feedback }) => Quality || Feedback);
  const answers = attendees.flatMap(({ Feedback }) => (Feedback ? [Feedback] : []));
  const positive = answers.filter(({ Positive }) => Positive).length;
  const poor = attendees.filter(({ Quality }) => Quality?.Rating === 'Poor').length;
  const said = answers.length === 0 ? 'Nobody answered the survey.' : `${positive} of ${count(answers.length, 'answer')} positive.`;
  const measured = attendees.some(({ Quality }) => Quality) ? ` ${count(poor, 'poor connection')}.` : '';
  return (
    <Table
      variant="embedded"
      header={
        <Header variant="h2" description={`${said}${measured}`}>
          Feedback and quality
        </Header>
      }
      items={heard}
      trackBy="AttendeeSessionId"
      wrapLines
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: 'Feedback and quality', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      columnDefinitions={[
        { id: 'name', header: 'Name', isRowHeader: true, cell: (attendee) => <Person accountId={accountId} person={attendee} /> },
        {
          id: 'answer',
          header: 'Answer',
          cell: ({ Feedback }) =>
            Feedback ? (
              <StatusIndicator type={Feedback.Positive ? 'success' : 'error'}>
                {Feedback.Positive ? 'Positive' : 'Negative'}
              </StatusIndicator>
            ) : (
              '–'
            ),
        },
        { id: 'comment', header: 'Comment', cell: ({ Feedback }) => Feedback?.Comment ?? '–' },
        {
          id: 'quality',
          header: 'Quality',
          cell: ({ Quality }) => (Quality ? <StatusIndicator type={ratings[Quality.Rating]}>{Quality.Rating}</StatusIndicator> : '–'),
        },
        { id: 'loss', header: 'Packets lost', cell: ({ Quality }) => withUnit(Quality?.PacketLossPercent, '%') },
        { id: 'trip', header: 'There and back', cell: ({ Quality }) => withUnit(Quality?.RoundTripMs, 'ms') },
        { id: 'jitter', header: 'Jitter', cell: ({ Quality }) => withUnit(Quality?.JitterMs, 'ms') },
      ]}
      empty={
        <Box textAlign="center" color="text-body-secondary">
          Nobody answered the survey, and the meeting’s source measures no quality.
        </Box>
      }
    />
  );
}

function withUnit(value: number | undefined, unit: string): string {
  return value === undefined ? '–' : `${value.toLocaleString(undefined, { maximumFractionDigits: 1 })} ${unit}`;
}
