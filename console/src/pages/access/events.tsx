import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import type { Input as CallInput } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { download, formatTime, toCsv } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { EventDialog } from './event-dialog.tsx';
import { recordOf, type HistoryEvent as Event } from './event-record.ts';

type Lookup = CallInput<'cloudtrail:LookupEvents'>;

/** Events of one call. Source: `LookupEvents`. */
const eventsPerCall = 50;
/** An export stops here: more is for `carillon audit export`. */
const exportedMax = 10_000;

const attributes = ['EventName', 'Username', 'ReadOnly', 'EventSource', 'ResourceName', 'AccessKeyId', 'EventId'] as const;
const names: Readonly<Record<(typeof attributes)[number], string>> = {
  EventName: 'Event name',
  Username: 'User name',
  ReadOnly: 'Read only',
  EventSource: 'Event source',
  ResourceName: 'Resource',
  AccessKeyId: 'Access key',
  EventId: 'Event id',
};

/** Who did what, when and from where, in CloudTrail's shape. */
export function EventsPage(): ReactNode {
  const client = useClient();
  const search = useSearch({ from: '/access/events' });
  const [shown, setShown] = useState<Event>();
  const by = attributes.find((attribute) => attribute === search.by);
  const input: Lookup = {
    ...(by && search.value !== undefined && { LookupAttributes: [{ AttributeKey: by, AttributeValue: search.value }] }),
    ...(search.from !== undefined && { StartTime: new Date(search.from).getTime() / 1000 }),
    ...(search.to !== undefined && { EndTime: new Date(search.to).getTime() / 1000 }),
  };
  const keep = useMutation({ mutationFn: (form: 'csv' | 'jsonl') => exportEvents(client, input, form) });
  const columns = useMemo(() => columnsOf(setShown), []);
  return (
    <Page title="Event history" isBare help={help}>
      <PagedTable<Event>
        name="events"
        title="Event history"
        queryKey={[input]}
        load={async ({ token, pageSize, signal }) => {
          const { Events = [], NextToken } = await client.call(
            'cloudtrail:LookupEvents',
            { ...input, MaxResults: Math.min(pageSize, eventsPerCall), ...(token !== undefined && { NextToken: token }) },
            { signal },
          );
          return { items: Events, next: NextToken };
        }}
        idOf={({ EventId = '' }) => EventId}
        nameOf={({ EventName = '' }) => EventName}
        columns={columns}
        filter={<Filters />}
        empty={<b>No event matches</b>}
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="Every call and every sign-in, refused ones included. Each event carries the hash of the one before it."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('cloudtrail:LookupEvents', input)]} />
                <ButtonDropdown
                  loading={keep.isPending}
                  items={[
                    { id: 'csv', text: 'CSV' },
                    { id: 'jsonl', text: 'JSON lines' },
                  ]}
                  onItemClick={({ detail }) => keep.mutate(detail.id === 'csv' ? 'csv' : 'jsonl')}
                >
                  Export
                </ButtonDropdown>
              </SpaceBetween>
            }
          >
            Event history
          </Header>
        )}
      />
      {keep.error && <Trouble error={keep.error} />}
      {shown && <EventDialog event={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}

function columnsOf(open: (event: Event) => void): PagedTableProps<Event>['columns'] {
  return [
    {
      id: 'name',
      header: 'Event',
      isRowHeader: true,
      // Long names are one word, which would be broken anywhere.
      minWidth: 230,
      cell: (event) => (
        <Button variant="inline-link" onClick={() => open(event)}>
          {event.EventName}
        </Button>
      ),
    },
    {
      id: 'time',
      header: 'Time',
      cell: ({ EventTime }) => formatTime(EventTime === undefined ? undefined : EventTime * 1000),
    },
    { id: 'user', header: 'Who', cell: ({ Username }) => Username ?? '–' },
    { id: 'outcome', header: 'Outcome', cell: (event) => <Outcome event={event} /> },
    { id: 'source', header: 'Source', cell: ({ EventSource }) => EventSource ?? '–' },
    { id: 'address', header: 'From', cell: (event) => recordOf(event)['sourceIPAddress']?.toString() ?? '–' },
    {
      id: 'resource',
      header: 'Resource',
      cell: ({ Resources = [] }) => Resources.map(({ ResourceName }) => ResourceName).join(', ') || '–',
    },
    { id: 'read', header: 'Read only', isHidden: true, cell: ({ ReadOnly }) => ReadOnly ?? '–' },
    { id: 'key', header: 'Access key', isHidden: true, cell: ({ AccessKeyId }) => AccessKeyId ?? '–' },
  ];
}

const help = (
  <>
    <p>Events have the format of AWS CloudTrail, so that what you have for those reads these. Secrets and personal data are left out.</p>
    <p>One attribute can be looked up at a time, as with CloudTrail.</p>
  </>
);

function Outcome({ event }: { readonly event: Event }): ReactNode {
  const code = recordOf(event)['errorCode'];
  return (
    <StatusIndicator type={typeof code === 'string' ? 'error' : 'success'}>{typeof code === 'string' ? code : 'Done'}</StatusIndicator>
  );
}

function Filters(): ReactNode {
  const search = useSearch({ from: '/access/events' });
  const navigate = useNavigate({ from: '/access/events' });
  const [value, setValue] = useState(search.value ?? '');
  const change = (part: Partial<typeof search>): void => void navigate({ search: { ...search, ...part }, replace: true });
  const options = attributes.map((attribute) => ({ value: attribute, label: names[attribute] }));
  const by = search.by ?? 'EventName';
  const range: DateRangePickerProps.Value | null =
    search.from !== undefined && search.to !== undefined ? { type: 'absolute', startDate: search.from, endDate: search.to } : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change({ by, value: value.trim() || undefined });
      }}
    >
      <SpaceBetween size="xs" direction="horizontal" alignItems="center">
        <Select
          ariaLabel="Look up by"
          options={options}
          selectedOption={options.find((option) => option.value === by) ?? null}
          onChange={({ detail }) => change({ by: detail.selectedOption.value })}
        />
        <div className="filter-text">
          <Input
            type="search"
            value={value}
            ariaLabel="Value to look up"
            placeholder="Exactly as it stands in the event"
            onChange={({ detail }) => setValue(detail.value)}
          />
        </div>
        <Button formAction="submit">Look up</Button>
        <DateRangePicker
          value={range}
          placeholder="Any time"
          expandToViewport
          relativeOptions={[]}
          rangeSelectorMode="absolute-only"
          showClearButton
          isValidRange={(picked) =>
            picked?.type === 'absolute' && picked.startDate > picked.endDate
              ? { valid: false, errorMessage: 'The end is before the start.' }
              : { valid: true }
          }
          onChange={({ detail }) =>
            change(
              detail.value?.type === 'absolute'
                ? { from: detail.value.startDate, to: detail.value.endDate }
                : { from: undefined, to: undefined },
            )
          }
        />
      </SpaceBetween>
    </form>
  );
}

async function exportEvents(client: Client, input: Lookup, form: 'csv' | 'jsonl'): Promise<void> {
  const events: Event[] = [];
  let token: string | undefined;
  do {
    const { Events = [], NextToken } = await client.call('cloudtrail:LookupEvents', {
      ...input,
      MaxResults: eventsPerCall,
      ...(token !== undefined && { NextToken: token }),
    });
    events.push(...Events);
    token = NextToken;
  } while (token !== undefined && events.length < exportedMax);
  if (form === 'jsonl')
    download('events.jsonl', 'application/x-ndjson', events.map(({ CloudTrailEvent }) => `${CloudTrailEvent}\n`).join(''));
  else
    download(
      'events.csv',
      'text/csv',
      toCsv([['time', 'event', 'source', 'user', 'error', 'address', 'resources', 'id'], ...events.map(toRow)]),
    );
}

function toRow(event: Event): (string | undefined)[] {
  const record = recordOf(event);
  const time = event.EventTime === undefined ? '' : new Date(event.EventTime * 1000).toISOString();
  const resources = (event.Resources ?? []).map(({ ResourceName }) => ResourceName).join(' ');
  return [
    time,
    event.EventName,
    event.EventSource,
    event.Username,
    record['errorCode']?.toString(),
    record['sourceIPAddress']?.toString(),
    resources,
    event.EventId,
  ];
}
