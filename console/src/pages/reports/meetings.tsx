import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { countDays, daysMax, readDayRange, toDay } from '../../ui/day-range.ts';
import { DayRangePicker } from '../../ui/day-range-picker.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { accountTrail, useAccount } from '../account/account.ts';
import { NoMeetings } from './no-meetings.tsx';
import { Person } from './person.tsx';
import { formatDuration, formatWithin, meetingTypes, type Meeting } from './words.ts';

const types: readonly Meeting['Type'][] = ['PersonalMeetingId', 'UniqueId', 'Moderated', 'Instant', 'ChatCall', 'PhoneCall', 'External'];
/** What the server gives at once. */
const csvPageSize = 200;

/** The meetings that ended on some days, one by one. */
export function MeetingListPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/reports/meetings' });
  const search = useSearch({ from: '/accounts/$accountId/reports/meetings' });
  const navigate = useNavigate({ from: '/accounts/$accountId/reports/meetings' });
  const client = useClient();
  const account = useAccount(AccountId);
  const [today] = useState(() => toDay(Date.now()));
  const { range } = readDayRange(search, today);
  const Type = types.find((type) => type === search.type);
  const filter = { ...(search.organizer !== undefined && { Organizer: search.organizer }), ...(Type && { Type }) };
  const input = range && { AccountId, ...range, ...filter };
  const columns = useMemo(() => columnsOf(AccountId), [AccountId]);
  return (
    <Page title="Meetings" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<Meeting>
        name="meetings"
        title="Meetings"
        queryKey={[input]}
        load={async ({ token, pageSize, signal }) => {
          if (!input) return { items: [], next: undefined };
          const page = { ...input, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) };
          const { Meetings, NextToken } = await client.call('chime:ListMeetingsReportData', page, { signal });
          return { items: Meetings, next: NextToken };
        }}
        idOf={({ ConferenceId }) => ConferenceId}
        nameOf={({ StartTime }) => formatTime(StartTime)}
        columns={columns}
        filter={<Filters today={today} />}
        empty={
          range && Object.keys(filter).length === 0 ? (
            <Box textAlign="left">
              <NoMeetings
                accountId={AccountId}
                onWiden={countDays(range) === daysMax ? undefined : () => void navigate({ search: { last: `${daysMax}d` } })}
              />
            </Box>
          ) : (
            <b>{input ? 'No meeting matches the filter' : 'Choose other days'}</b>
          )
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="Meetings that ended on these days, the latest first."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                {input && <CodeButton calls={() => [codeCall('chime:ListMeetingsReportData', input)]} />}
                <CsvButton
                  name="chime:ListMeetingsReportData"
                  input={input && { ...input, MaxResults: csvPageSize }}
                  file={`meetings-${range?.StartDate}-${range?.EndDate}`}
                />
              </SpaceBetween>
            }
          >
            Meetings
          </Header>
        )}
      />
    </Page>
  );
}

const help = (
  <>
    <p>A meeting is listed once it has ended. Days are UTC days; times are those of your time zone.</p>
    <h3>Attendees</h3>
    <p>
      People who were connected. Who was only invited or waited, and recorders, do not count; a user with two devices is one, each session
      of a guest is one.
    </p>
    <h3>Names in angle brackets</h3>
    <p>Somebody who was not signed in: what they call themselves, or the number they call from.</p>
  </>
);

function columnsOf(accountId: string) {
  return [
    {
      id: 'start',
      header: 'Started',
      isRowHeader: true,
      cell: ({ ConferenceId, StartTime }: Meeting) => (
        <PageLink to={`/accounts/${accountId}/reports/meetings/${encodeURIComponent(ConferenceId)}`}>{formatTime(StartTime)}</PageLink>
      ),
    },
    { id: 'end', header: 'Ended', cell: ({ StartTime, EndTime }: Meeting) => formatWithin(StartTime, EndTime) },
    { id: 'duration', header: 'Duration', cell: ({ DurationSeconds }: Meeting) => formatDuration(DurationSeconds) },
    { id: 'type', header: 'Type', cell: ({ Type }: Meeting) => meetingTypes[Type] },
    {
      id: 'organizer',
      header: 'Organizer',
      cell: ({ Organizer }: Meeting) => <Person accountId={accountId} person={Organizer} />,
    },
    { id: 'email', header: 'Organizer’s email', isHidden: true, cell: ({ Organizer }: Meeting) => Organizer?.EmailAddress ?? '–' },
    { id: 'attendees', header: 'Attendees', cell: ({ NumberOfAttendees }: Meeting) => NumberOfAttendees.toLocaleString() },
    { id: 'id', header: 'Conference id', isHidden: true, cell: ({ ConferenceId }: Meeting) => ConferenceId },
  ];
}

function Filters({ today }: { readonly today: string }): ReactNode {
  const search = useSearch({ from: '/accounts/$accountId/reports/meetings' });
  const navigate = useNavigate({ from: '/accounts/$accountId/reports/meetings' });
  const [organizer, setOrganizer] = useState(search.organizer ?? '');
  const change = (part: Partial<typeof search>): void => void navigate({ search: { ...search, ...part }, replace: true });
  const options = [{ value: '', label: 'Any type' }, ...types.map((value) => ({ value, label: meetingTypes[value] }))];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change({ organizer: organizer.trim() || undefined });
      }}
    >
      <SpaceBetween size="xs" direction="horizontal">
        <DayRangePicker search={search} today={today} onChange={change} />
        <div className="filter-text">
          <Input
            type="search"
            value={organizer}
            ariaLabel="Mail address or user id of the organizer"
            placeholder="Organizer’s mail address or user id"
            onChange={({ detail }) => {
              setOrganizer(detail.value);
              if (detail.value === '') change({ organizer: undefined });
            }}
          />
        </div>
        <Button formAction="submit">Find</Button>
        <Select
          ariaLabel="Filter by type"
          options={options}
          selectedOption={options.find(({ value }) => value === (search.type ?? '')) ?? null}
          onChange={({ detail }) => change({ type: detail.selectedOption.value || undefined })}
        />
        {(search.organizer !== undefined || search.type !== undefined) && (
          <Button
            variant="link"
            formAction="none"
            onClick={() => {
              setOrganizer('');
              change({ organizer: undefined, type: undefined });
            }}
          >
            Clear the filters
          </Button>
        )}
      </SpaceBetween>
    </form>
  );
}
