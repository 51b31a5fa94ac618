import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatDistance, formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';

type Health = Output<'iam:GetServerHealth'>;

/** How often the page looks by itself. */
const lookMs = 15_000;
/** Signatures are refused when the clocks of client and server are five minutes apart; this is in time to notice. */
const skewMsMax = 60_000;

const signs: Readonly<Record<Health['Status'], readonly [StatusIndicatorProps.Type, string]>> = {
  Well: ['success', 'Well'],
  Impaired: ['warning', 'Impaired'],
  Failing: ['error', 'Failing'],
  NotUsed: ['stopped', 'Not used'],
};
const parts: Readonly<Record<Health['Parts'][number]['Part'], string>> = {
  Database: 'Database',
  ObjectStore: 'Object store',
  Mail: 'Mail',
  MeetingSources: 'Meeting sources',
  Jobs: 'Background jobs',
  Disk: 'Disk',
  Clock: 'Clock',
};
const queues: Readonly<Record<Health['Queues'][number]['Queue'], string>> = {
  Mail: 'Messages to be mailed',
  DirectorySynchronisations: 'Directory synchronisations',
  DataExports: 'Data exports',
  PolicyGenerations: 'Generations of policies',
  MeetingRebuilds: 'Meetings to be worked out anew',
  DiscardedObjects: 'Objects to be deleted from the store',
};

/** How the installation fares, part by part, and what waits. */
export function HealthPage(): ReactNode {
  const client = useClient();
  const health = useQuery({
    queryKey: ['server-health'],
    async queryFn({ signal }) {
      const answer = await client.call('iam:GetServerHealth', {}, { signal, background: true });
      return { ...answer, skewMs: Math.abs(Date.now() - new Date(answer.Date).getTime()) };
    },
    refetchInterval: lookMs,
  });
  return (
    <Page
      title="Health"
      description="This server, what it depends on, and what waits. Looked at every 15 seconds."
      help={help}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('iam:GetServerHealth', {})]} />
          <Button iconName="refresh" ariaLabel="Look again" loading={health.isFetching} onClick={() => void health.refetch()} />
        </SpaceBetween>
      }
    >
      <Loaded query={health}>{(found) => <Found health={found} />}</Loaded>
    </Page>
  );
}

const help = (
  <>
    <p>A part that is impaired still works; one that is failing keeps people from something. Each says what to do next.</p>
    <p>
      Where several AWS accounts use the installation, the details are for the one it was set up with. <code>/readyz</code> is for load
      balancers.
    </p>
  </>
);

function Found({ health }: { readonly health: Health & { readonly skewMs: number } }): ReactNode {
  const { Status, Version, Engine, StartDate, Date: now, Parts, Queues, DetailsWithheld, skewMs } = health;
  const [type, text] = signs[Status];
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Server</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'State', value: <StatusIndicator type={type}>{text}</StatusIndicator> },
            { label: 'Version', value: Version },
            { label: 'Database', value: Engine === 'sqlite' ? 'SQLite, embedded' : 'PostgreSQL' },
            { label: 'Started', value: `${formatTime(StartDate)}, ${formatDistance(StartDate, new Date(now).getTime())}` },
          ]}
        />
      </Container>
      {skewMs > skewMsMax && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="Your clock and the server’s differ">
          By {Math.round(skewMs / 60_000)} minutes. Signed requests are refused from five minutes on: set the clock that is wrong.
        </Alert>
      )}
      {DetailsWithheld !== undefined && (
        <Alert type="info" statusIconAriaLabel="Information">
          {DetailsWithheld}
        </Alert>
      )}
      <Table
        header={<Header variant="h2">Parts</Header>}
        wrapLines
        items={Parts}
        trackBy={({ Part }) => Part}
        ariaLabels={{ tableLabel: 'Parts', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
        columnDefinitions={[
          { id: 'part', header: 'Part', isRowHeader: true, minWidth: 160, cell: ({ Part }) => parts[Part] },
          {
            id: 'status',
            header: 'State',
            minWidth: 130,
            cell: ({ Status: one }) => <StatusIndicator type={signs[one][0]}>{signs[one][1]}</StatusIndicator>,
          },
          { id: 'summary', header: 'What was found', minWidth: 240, cell: ({ Summary }) => Summary ?? '–' },
          {
            id: 'next',
            header: 'What to do',
            minWidth: 240,
            cell: ({ Part, NextStep }) =>
              Part === 'Jobs' && NextStep !== undefined ? <PageLink to="/jobs">See why under Jobs</PageLink> : (NextStep ?? '–'),
          },
        ]}
      />
      {Queues.length > 0 && (
        <Table
          header={<Header variant="h2">Queues</Header>}
          items={Queues}
          trackBy={({ Queue }) => Queue}
          ariaLabels={{ tableLabel: 'Queues', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
          columnDefinitions={[
            { id: 'queue', header: 'Waiting', isRowHeader: true, cell: ({ Queue }) => queues[Queue] },
            { id: 'count', header: 'How many', cell: ({ Waiting }) => Waiting.toLocaleString() },
            { id: 'oldest', header: 'Since', cell: ({ OldestDate }) => (OldestDate === undefined ? '–' : formatTime(OldestDate)) },
          ]}
        />
      )}
      <Box color="text-body-secondary" fontSize="body-s">
        Found at {formatTime(now)}.
      </Box>
    </SpaceBetween>
  );
}
