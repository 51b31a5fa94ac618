import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { countDays, daysMax, readDayRange, toDay, type DayRange } from '../../ui/day-range.ts';
import { DayRangePicker } from '../../ui/day-range-picker.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { accountTrail, useAccount } from '../account/account.ts';
import { DayChart } from './day-chart.tsx';
import { DayTable } from './day-table.tsx';
import { Figures } from './figures.tsx';
import { MeetingTime } from './meeting-time.tsx';
import { NoMeetings } from './no-meetings.tsx';
import { formatShare, type Usage } from './words.ts';

/** How an account is used: in all, and day by day. */
export function DashboardPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/reports' });
  const search = useSearch({ from: '/accounts/$accountId/reports' });
  const navigate = useNavigate({ from: '/accounts/$accountId/reports' });
  const account = useAccount(AccountId);
  const [today] = useState(() => toDay(Date.now()));
  const { range } = readDayRange(search, today);
  const input = range && { AccountId, ...range };
  return (
    <Page
      title="Dashboard"
      description={account.data?.Name}
      trail={accountTrail(AccountId, account.data)}
      help={help}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          {input && (
            <CodeButton
              calls={() => [codeCall('chime:ListAccountUsageReportData', input), codeCall('chime:ListMeetingsReportData', input)]}
            />
          )}
          <CsvButton name="chime:ListAccountUsageReportData" input={input} file={`usage-${range?.StartDate}-${range?.EndDate}`} />
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <DayRangePicker search={search} today={today} onChange={(chosen) => void navigate({ search: chosen })} />
        {range && <Report accountId={AccountId} range={range} onRange={(chosen) => void navigate({ search: chosen })} />}
      </SpaceBetween>
    </Page>
  );
}

const help = (
  <>
    <p>Days are UTC days, and both ends of a range belong to it. A range has at most 400 days.</p>
    <h3>Active users</h3>
    <p>Different users who were connected to a meeting or sent a message.</p>
    <h3>Meetings held</h3>
    <p>Meetings that ended on these days and whose organizer is a user of the account.</p>
    <h3>Satisfaction</h3>
    <p>Positive answers to the survey among all answers.</p>
    <h3>Active Pro days</h3>
    <p>
      Days on which a user with a Pro license hosted a meeting that was scheduled or recorded, or had more than two people, a telephone call
      or a room device. Counted once per user and day.
    </p>
  </>
);

function Report({
  accountId: AccountId,
  range,
  onRange,
}: {
  readonly accountId: string;
  readonly range: DayRange;
  readonly onRange: (search: { last: string }) => void;
}): ReactNode {
  const client = useClient();
  const usage = useQuery({
    queryKey: ['usage', AccountId, range],
    queryFn: ({ signal }) => client.call('chime:ListAccountUsageReportData', { AccountId, ...range }, { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={usage}>
      {(found) =>
        isEmpty(found) ? (
          <NoMeetings accountId={AccountId} onWiden={countDays(range) === daysMax ? undefined : () => onRange({ last: `${daysMax}d` })} />
        ) : (
          <SpaceBetween size="l">
            <Figures accountId={AccountId} range={range} usage={found} />
            <Charts usage={found} />
            <MeetingTime accountId={AccountId} range={range} />
            <DayTable days={found.Days} description={`As of ${formatTime(found.AsOf)}. Days are UTC days.`} />
            <PageLink to={`/accounts/${AccountId}/reports/meetings?from=${range.StartDate}&to=${range.EndDate}`}>
              The meetings of these days, one by one
            </PageLink>
          </SpaceBetween>
        )
      }
    </Loaded>
  );
}

function isEmpty({ Totals }: Usage): boolean {
  return Totals.ActiveUsers === 0 && Totals.MeetingsHeld === 0 && Totals.ChatMessagesSent === 0;
}

const halves = [
  { colspan: { default: 12, s: 6 } },
  { colspan: { default: 12, s: 6 } },
  { colspan: { default: 12, s: 6 } },
  { colspan: { default: 12, s: 6 } },
  { colspan: { default: 12, s: 6 } },
  { colspan: { default: 12, s: 6 } },
];

function Charts({ usage: { Days } }: { readonly usage: Usage }): ReactNode {
  const of = (figure: (day: Usage['Days'][number]) => number | null) => Days.map((day) => ({ day: day.Date, value: figure(day) }));
  return (
    <Grid gridDefinition={halves}>
      <DayChart title="Active users" kind="line" days={of((day) => day.ActiveUsers)} description="Were in a meeting or sent a message" />
      <DayChart title="Meetings held" kind="bars" days={of((day) => day.MeetingsHeld)} description="By the day on which they ended" />
      <DayChart title="Messages sent" kind="bars" days={of((day) => day.ChatMessagesSent)} description="To people, groups and rooms" />
      <DayChart
        title="Active Pro days"
        kind="bars"
        days={of((day) => day.ActiveProDays)}
        description="Users who needed a Pro license that day"
      />
      <DayChart
        title="Satisfaction"
        kind="line"
        days={of((day) => day.MeetingSatisfaction)}
        format={formatShare}
        most={1}
        description="Positive answers to the survey among all"
      />
      <DayChart title="Registered users" kind="line" days={of((day) => day.RegisteredUsers)} description="As of the end of the day" />
    </Grid>
  );
}
