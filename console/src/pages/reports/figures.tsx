import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { countDays, rangeBefore, type DayRange } from '../../ui/day-range.ts';
import { count } from '../../ui/format.ts';
import { formatReportDay, formatShare, type Usage } from './words.ts';

type Totals = Usage['Totals'];

/** The figures of the whole range, each with how it was in as many days before. */
export function Figures({
  accountId: AccountId,
  range,
  usage: { Totals },
}: {
  readonly accountId: string;
  readonly range: DayRange;
  readonly usage: Usage;
}): ReactNode {
  const client = useClient();
  const before = useQuery({
    queryKey: ['usage', AccountId, rangeBefore(range)],
    queryFn: ({ signal }) =>
      client.call('chime:ListAccountUsageReportData', { AccountId, ...rangeBefore(range) }, { signal, background: true }),
  });
  const figure = (label: string, of: (totals: Totals) => number | null, format = (value: number) => value.toLocaleString()) => ({
    label,
    value: <Figure now={of(Totals)} before={before.data && of(before.data.Totals)} format={format} />,
  });
  const days = countDays(range);
  return (
    <Container
      header={
        <Header variant="h2" description={`Compared with the ${days === 1 ? 'day' : count(days, 'day')} before`}>
          {days === 1
            ? formatReportDay(range.StartDate)
            : `${formatReportDay(range.StartDate)} to ${formatReportDay(range.EndDate)}, ${count(days, 'day')}`}
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          figure('Registered users', (totals) => totals.RegisteredUsers),
          figure('Active users', (totals) => totals.ActiveUsers),
          figure('Meetings held', (totals) => totals.MeetingsHeld),
          figure('Messages sent', (totals) => totals.ChatMessagesSent),
          figure('Active Pro days', (totals) => totals.ActiveProDays),
          figure('Satisfaction', (totals) => totals.MeetingSatisfaction, formatShare),
        ]}
      />
    </Container>
  );
}

function Figure({
  now,
  before,
  format,
}: {
  readonly now: number | null;
  /** undefined = not known yet. */
  readonly before: number | null | undefined;
  readonly format: (value: number) => string;
}): ReactNode {
  return (
    <>
      <Box fontSize="heading-xl" fontWeight="bold">
        {now === null ? '–' : format(now)}
      </Box>
      <Box color="text-body-secondary" fontSize="body-s">
        {now !== null && before !== null && before !== undefined && compare(now, before, format)}
      </Box>
    </>
  );
}

function compare(now: number, before: number, format: (value: number) => string): string {
  if (format(now) === format(before)) return 'as before';
  return `${now > before ? '▲' : '▼'} from ${format(before)}`;
}
