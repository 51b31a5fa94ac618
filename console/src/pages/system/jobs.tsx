import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { count, formatDistance, formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';

type Answer = Output<'iam:ListBackgroundJobs'>;
type Job = Answer['Jobs'][number];
type Run = Answer['Runs'][number];

/** How often the page looks by itself. */
const lookMs = 5_000;

/** What each job does, for whoever wonders. */
const purposes: ReadonlyMap<string, string> = new Map([
  ['check-domains', 'Looks for the records of claimed domains'],
  ['deliver-call-detail-records', 'Writes call detail records and weekly reports to their buckets'],
  ['end-silent-meetings', 'Ends meetings whose source has fallen silent'],
  ['expire-delegate-invitations', 'Ends invitations of delegates that nobody accepted'],
  ['export-data', 'Makes data exports'],
  ['forget-denials', 'Forgets why requests were refused, after a day'],
  ['forget-idempotency-tokens', 'Forgets tokens of repeated calls'],
  ['forget-mail', 'Forgets messages and invitations, after 30 days'],
  ['forget-meetings', 'Forgets what deleted accounts and old projections left of meetings'],
  ['forget-scim-exchanges', 'Forgets what identity providers sent, after seven days'],
  ['forget-sign-ins', 'Forgets sessions, links and attempts that have ended'],
  ['generate-policies', 'Makes policies from what users and roles did'],
  ['index-audit-events', 'Makes the event history searchable'],
  ['purge-deleted-accounts', 'Removes deleted accounts for good, after 90 days'],
  ['rebuild-meetings', 'Works meetings out anew'],
  ['remove-cdr-buckets', 'Removes buckets of call detail records'],
  ['send-mail', 'Sends what waits in the outbox'],
  ['sweep-attachments', 'Removes what broken uploads left'],
  ['sync-directories', 'Brings people and groups over from directories'],
]);

/** What the installation does in the background, and the long work of this AWS account. */
export function JobsPage(): ReactNode {
  const client = useClient();
  const jobs = useQuery({
    queryKey: ['background-jobs'],
    queryFn: ({ signal }) => client.call('iam:ListBackgroundJobs', {}, { signal, background: true }),
    refetchInterval: lookMs,
  });
  return (
    <Page
      title="Jobs"
      description="Long work, and what is done by the clock. Looked at every five seconds."
      help={help}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('iam:ListBackgroundJobs', {})]} />
          <Button iconName="refresh" ariaLabel="Look again" loading={jobs.isFetching} onClick={() => void jobs.refetch()} />
        </SpaceBetween>
      }
    >
      <Loaded query={jobs}>
        {({ Jobs, Runs, DetailsWithheld }) => (
          <SpaceBetween size="l">
            <Runs_ runs={Runs} />
            {DetailsWithheld === undefined ? (
              <JobTable jobs={Jobs} />
            ) : (
              <Alert type="info" statusIconAriaLabel="Information">
                {DetailsWithheld}
              </Alert>
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const help = (
  <>
    <p>Jobs run by themselves, in whichever process of the installation comes first. One that failed is tried again, each time later.</p>
    <p>
      Once you have mended what made a job fail, run it now instead of waiting. Running a job once more never harms: it does what is due,
      and nothing twice.
    </p>
  </>
);

const states: Readonly<Record<Job['State'] | Run['State'], readonly [StatusIndicatorProps.Type, string]>> = {
  Running: ['in-progress', 'Running'],
  Waiting: ['success', 'Waits for its turn'],
  Failing: ['error', 'Failing'],
  Queued: ['pending', 'Queued'],
  AwaitingApproval: ['warning', 'Waits for an administrator'],
  Succeeded: ['success', 'Succeeded'],
  Failed: ['error', 'Failed'],
  Canceled: ['stopped', 'Cancelled'],
};

function State({ state }: { readonly state: keyof typeof states }): ReactNode {
  return <StatusIndicator type={states[state][0]}>{states[state][1]}</StatusIndicator>;
}

function JobTable({ jobs }: { readonly jobs: readonly Job[] }): ReactNode {
  const client = useClient();
  const run = useAct((JobName: string) => client.call('iam:RunBackgroundJob', { JobName }), {
    done: (name) => `${name} runs within seconds.`,
    stale: ['background-jobs'],
  });
  const worstFirst = jobs.toSorted((a, b) => b.FailuresInARow - a.FailuresInARow);
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${jobs.length})`} description="Those that fail come first.">
          By the clock
        </Header>
      }
      wrapLines
      items={worstFirst}
      trackBy={({ JobName }) => JobName}
      ariaLabels={{ tableLabel: 'By the clock', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      empty={<Box textAlign="center">No job is known yet: the server has just been started for the first time.</Box>}
      columnDefinitions={[
        {
          id: 'job',
          header: 'Job',
          isRowHeader: true,
          minWidth: 240,
          cell: ({ JobName }) => (
            <div>
              <div>{JobName}</div>
              <Box color="text-body-secondary" fontSize="body-s">
                {purposes.get(JobName)}
              </Box>
            </div>
          ),
        },
        { id: 'state', header: 'State', minWidth: 190, cell: (job) => <JobState job={job} /> },
        {
          id: 'last',
          header: 'Last run',
          cell: ({ LastEndDate, LastCount }) =>
            LastEndDate === undefined ? 'Never' : `${formatTime(LastEndDate)}: ${count(LastCount, 'row')}`,
        },
        { id: 'next', header: 'Next run', cell: ({ NextRunDate }) => <Next at={NextRunDate} /> },
        {
          id: 'acts',
          header: 'Actions',
          minWidth: 110,
          cell: ({ JobName, State: state }) => (
            <ActionButton
              needs="iam:RunBackgroundJob"
              variant="inline-link"
              ariaLabel={`Run now: ${JobName}`}
              disabledReason={state === 'Running' ? 'It is running.' : undefined}
              onClick={() => run.mutate(JobName)}
            >
              Run now
            </ActionButton>
          ),
        },
      ]}
    />
  );
}

function Next({ at }: { readonly at: string }): ReactNode {
  const now = Date.now();
  return new Date(at).getTime() <= now ? 'Now' : formatDistance(at, now);
}

function JobState({ job: { State: state, FailuresInARow, Error: failure } }: { readonly job: Job }): ReactNode {
  return (
    <div>
      <State state={state} />
      {failure !== undefined && (
        <Box color="text-body-secondary" fontSize="body-s">
          {count(FailuresInARow, 'failure')} in a row. The last: {failure}
        </Box>
      )}
    </div>
  );
}

const kinds: Readonly<Record<Run['Kind'], string>> = {
  DirectorySynchronisation: 'Directory synchronisation',
  DataExport: 'Data export',
  PolicyGeneration: 'Generation of a policy',
  MeetingRebuild: 'Meetings worked out anew',
};

/** Where a run was asked for, and where it can be asked for again. */
function placeOf({ Kind, AccountId }: Run): string | undefined {
  if (Kind === 'PolicyGeneration') return '/access/least-privilege';
  return Kind === 'DirectorySynchronisation' && AccountId !== undefined ? `/accounts/${AccountId}/directory` : undefined;
}

function Runs_({ runs }: { readonly runs: readonly Run[] }): ReactNode {
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${runs.length})`} description="The newest of each kind in your AWS account.">
          Long work
        </Header>
      }
      wrapLines
      items={runs}
      trackBy={({ RunId }) => RunId}
      ariaLabels={{ tableLabel: 'Long work', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      empty={
        <Box textAlign="center">Nothing: no directory was synchronised, nothing exported, and no policy made from what somebody did.</Box>
      }
      columnDefinitions={[
        {
          id: 'kind',
          header: 'Work',
          isRowHeader: true,
          cell: (run) => {
            const place = placeOf(run);
            return place === undefined ? kinds[run.Kind] : <PageLink to={place}>{kinds[run.Kind]}</PageLink>;
          },
        },
        { id: 'state', header: 'State', minWidth: 160, cell: ({ State: state }) => <State state={state} /> },
        { id: 'progress', header: 'Progress', cell: (run) => <Progress run={run} /> },
        { id: 'asked', header: 'Asked for', cell: ({ RequestDate }) => formatTime(RequestDate) },
        { id: 'ended', header: 'Ended', cell: ({ EndDate }) => formatTime(EndDate) },
        { id: 'message', header: 'What is to say', cell: ({ Message }) => Message ?? '–' },
      ]}
    />
  );
}

function Progress({ run: { Kind, State: state, Done = 0, Total = 0 } }: { readonly run: Run }): ReactNode {
  if (Total === 0) return '–';
  if (state !== 'Running') return `${Done.toLocaleString()} of ${Total.toLocaleString()}`;
  return (
    <ProgressBar
      value={(100 * Math.min(Done, Total)) / Total}
      ariaLabel={kinds[Kind]}
      additionalInfo={`${Done.toLocaleString()} of ${Total.toLocaleString()}`}
    />
  );
}
