import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { readDayRange, toDay } from '../../ui/day-range.ts';
import { DayRangePicker } from '../../ui/day-range-picker.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageLink } from '../../ui/link.tsx';
import { usePermission } from '../../ui/permissions.tsx';
import { BareDayChart } from '../reports/day-chart.tsx';
import { formatReportDay, formatShare } from '../reports/words.ts';

type Activity = Output<'chime:GetUserActivityReportData'>['UserActivity'];

/** What one person did: in all, and day by day. */
export function UserActivity({ accountId: AccountId, userId: UserId }: { readonly accountId: string; readonly userId: string }): ReactNode {
  const search = useSearch({ from: '/accounts/$accountId/users/$userId' });
  const navigate = useNavigate({ from: '/accounts/$accountId/users/$userId' });
  const client = useClient();
  const [today] = useState(() => toDay(Date.now()));
  const { range } = readDayRange(search, today);
  const input = range && { AccountId, UserId, ...range };
  // Not tried by whoever may not: help desks open this page all day, and each refusal would be an event.
  const permission = usePermission('chime:GetUserActivityReportData');
  const activity = useQuery({
    queryKey: ['user-activity', AccountId, UserId, range],
    enabled: input !== undefined && permission !== undefined && permission.reason === undefined,
    async queryFn({ signal }) {
      if (!input) throw new Error('There is no range to ask for.');
      return (await client.call('chime:GetUserActivityReportData', input, { signal })).UserActivity;
    },
    placeholderData: keepPreviousData,
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {input && <CodeButton calls={() => [codeCall('chime:GetUserActivityReportData', input)]} />}
              <CsvButton name="chime:GetUserActivityReportData" input={input} file={`activity-${UserId}`} />
            </SpaceBetween>
          }
        >
          Activity
        </Header>
      }
    >
      <SpaceBetween size="l">
        {permission?.reason === undefined && (
          <DayRangePicker
            search={search}
            today={today}
            onChange={(chosen) => void navigate({ search: chosen, replace: true, resetScroll: false })}
          />
        )}
        {permission?.reason !== undefined && <StatusIndicator type="stopped">{permission.reason}</StatusIndicator>}
        {range && permission && permission.reason === undefined && (
          <Loaded query={activity}>
            {(found) => (
              <SpaceBetween size="l">
                <Figures activity={found} />
                <Charts days={found.Days} />
                <ExpandableSection headerText="Day by day">
                  <Days days={found.Days} />
                </ExpandableSection>
                <PageLink
                  to={`/accounts/${AccountId}/reports/meetings?from=${range.StartDate}&to=${range.EndDate}&organizer=${encodeURIComponent(UserId)}`}
                >
                  Meetings that this person organized
                </PageLink>
              </SpaceBetween>
            )}
          </Loaded>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Figures({ activity }: { readonly activity: Activity }): ReactNode {
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: 'Meetings attended', value: activity.MeetingsAttended.toLocaleString() },
        { label: 'Meetings organized', value: activity.MeetingsOrganized.toLocaleString() },
        { label: 'Messages sent', value: activity.ChatMessagesSent.toLocaleString() },
        { label: 'Active Pro days', value: activity.Days.filter(({ ActivePro }) => ActivePro).length.toLocaleString() },
        { label: 'Satisfaction', value: formatShare(activity.MeetingSatisfaction) },
        { label: 'Last active, whenever it was', value: formatTime(activity.LastActive) },
      ]}
    />
  );
}

function Charts({ days }: { readonly days: Activity['Days'] }): ReactNode {
  const charts = [
    ['Meetings attended', days.map((day) => ({ day: day.Date, value: day.MeetingsAttended }))],
    ['Messages sent', days.map((day) => ({ day: day.Date, value: day.ChatMessagesSent }))],
  ] as const;
  return (
    <ColumnLayout columns={2}>
      {charts.map(([title, figures]) => (
        <div key={title}>
          <Box variant="h3" padding={{ bottom: 's' }}>
            {title}
          </Box>
          <BareDayChart title={title} kind="bars" days={figures} />
        </div>
      ))}
    </ColumnLayout>
  );
}

/** Days on which something happened; the latest first. */
function Days({ days }: { readonly days: Activity['Days'] }): ReactNode {
  const lively = days.filter(
    (day) => day.MeetingsAttended + day.MeetingsOrganized + day.ChatMessagesSent > 0 || day.MeetingSatisfaction !== null,
  );
  return (
    <Table
      variant="embedded"
      items={lively.toReversed()}
      trackBy="Date"
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: 'Activity day by day', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      columnDefinitions={[
        { id: 'day', header: 'Day', isRowHeader: true, cell: ({ Date: day }) => formatReportDay(day) },
        { id: 'attended', header: 'Attended', cell: ({ MeetingsAttended }) => MeetingsAttended.toLocaleString() },
        { id: 'organized', header: 'Organized', cell: ({ MeetingsOrganized }) => MeetingsOrganized.toLocaleString() },
        { id: 'messages', header: 'Messages', cell: ({ ChatMessagesSent }) => ChatMessagesSent.toLocaleString() },
        { id: 'pro', header: 'Active Pro', cell: ({ ActivePro }) => (ActivePro ? 'Yes' : '–') },
        { id: 'satisfaction', header: 'Satisfaction', cell: ({ MeetingSatisfaction }) => formatShare(MeetingSatisfaction) },
      ]}
      empty="Nothing happened on these days."
    />
  );
}
