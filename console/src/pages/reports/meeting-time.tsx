import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import { useClient } from '../../session.tsx';
import { countDays, type DayRange } from '../../ui/day-range.ts';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageLink } from '../../ui/link.tsx';
import { DayChart } from './day-chart.tsx';
import { formatDuration, meetingTypes, type Meeting } from './words.ts';

/** Meetings of one call. Source: `ListMeetingsReportData`. */
const meetingsPerCall = 200;
/** More are not added up in a browser. */
const callsMax = 15;

interface Read {
  readonly meetings: readonly Meeting[];
  /** There are more, which ended earlier. */
  readonly isCut: boolean;
}

/** How long people met and in what kind of meetings: added up from the list of meetings, which has this and the usage report has not. */
export function MeetingTime({ accountId, range }: { readonly accountId: string; readonly range: DayRange }): ReactNode {
  const client = useClient();
  const read = useQuery({
    queryKey: ['meeting-time', accountId, range],
    queryFn: ({ signal }) => readMeetings(client, { AccountId: accountId, ...range }, signal),
  });
  return (
    <Loaded query={read}>
      {(found) => (found.meetings.length === 0 ? undefined : <Sums accountId={accountId} range={range} {...found} />)}
    </Loaded>
  );
}

async function readMeetings(client: Client, input: { readonly AccountId: string } & DayRange, signal: AbortSignal): Promise<Read> {
  const meetings: Meeting[] = [];
  let token: string | undefined;
  for (let call = 0; call < callsMax && (call === 0 || token !== undefined); call++) {
    const page = { ...input, MaxResults: meetingsPerCall, ...(token !== undefined && { NextToken: token }) };
    const { Meetings, NextToken } = await client.call('chime:ListMeetingsReportData', page, { signal });
    meetings.push(...Meetings);
    token = NextToken;
  }
  return { meetings, isCut: token !== undefined };
}

function Sums({ accountId, range, meetings, isCut }: Read & { readonly accountId: string; readonly range: DayRange }): ReactNode {
  const seconds = sum(meetings, ({ DurationSeconds }) => DurationSeconds);
  const people = sum(meetings, ({ NumberOfAttendees }) => NumberOfAttendees);
  const average = (total: number): number => total / meetings.length;
  const last = meetings.at(-1);
  return (
    <SpaceBetween size="l">
      {isCut && last && (
        <Alert type="info" statusIconAriaLabel="Info">
          Time and types are those of the latest {meetings.length.toLocaleString()} meetings, which ended since {formatTime(last.EndTime)}.
          For all of them choose fewer days, or download the meetings as CSV.
        </Alert>
      )}
      <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
        <DayChart
          title="Minutes in meetings"
          description="How long the meetings lasted that ended on the day"
          kind="bars"
          days={minutesByDay(meetings, range, isCut)}
        />
        <Container fitHeight header={<Header variant="h3">Meetings by type</Header>}>
          <SpaceBetween size="m">
            <KeyValuePairs
              columns={3}
              minColumnWidth={90}
              items={[
                { label: 'In all', value: formatDuration(seconds) },
                { label: 'One meeting', value: formatDuration(average(seconds)) },
                { label: 'People in one', value: average(people).toLocaleString(undefined, { maximumFractionDigits: 1 }) },
              ]}
            />
            <Types accountId={accountId} range={range} meetings={meetings} />
          </SpaceBetween>
        </Container>
      </Grid>
    </SpaceBetween>
  );
}

/** As bars and numbers in one, which need no colours to be told apart; each leads to its meetings. */
function Types({
  accountId,
  range,
  meetings,
}: {
  readonly accountId: string;
  readonly range: DayRange;
  readonly meetings: readonly Meeting[];
}): ReactNode {
  const counts = new Map<Meeting['Type'], number>();
  for (const { Type } of meetings) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return (
    <ul className="bars" aria-label="Meetings by type">
      {[...counts]
        .toSorted(([, one], [, other]) => other - one)
        .map(([type, number]) => (
          <li key={type} className="bars__row">
            <PageLink to={`/accounts/${accountId}/reports/meetings?from=${range.StartDate}&to=${range.EndDate}&type=${type}`}>
              {meetingTypes[type]}
            </PageLink>
            <span className="bars__track" aria-hidden="true">
              <span className="bars__bar" style={{ inlineSize: `${(100 * number) / most}%` }} />
            </span>
            <Box variant="span" textAlign="right">
              {number.toLocaleString()}
            </Box>
          </li>
        ))}
    </ul>
  );
}

/** Days that the meetings which were read do not reach have no figure, rather than a wrong one. */
function minutesByDay(meetings: readonly Meeting[], range: DayRange, isCut: boolean) {
  const minutes = new Map<string, number>();
  for (const { EndTime, DurationSeconds } of meetings) {
    const day = EndTime.slice(0, 10);
    minutes.set(day, (minutes.get(day) ?? 0) + DurationSeconds / 60);
  }
  const first = isCut ? meetings.at(-1)?.EndTime.slice(0, 10) : undefined;
  return daysOf(range).map((day) => ({
    day,
    value: first !== undefined && day <= first ? null : Math.round(minutes.get(day) ?? 0),
  }));
}

const dayMs = 86_400_000;

function daysOf(range: DayRange): readonly string[] {
  const start = Date.parse(range.StartDate);
  return Array.from({ length: countDays(range) }, (_, index) => new Date(start + index * dayMs).toISOString().slice(0, 10));
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
