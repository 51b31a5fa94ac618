import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Copied } from '../../ui/copied.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { accountTrail, useAccount } from '../account/account.ts';
import { AttendeeTable } from './attendee-table.tsx';
import { MeetingEvents } from './meeting-events.tsx';
import { Opinions } from './opinions.tsx';
import { Person } from './person.tsx';
import { Timeline } from './timeline.tsx';
import { formatDuration, meetingTypes, type MeetingDetail } from './words.ts';

/** How often the page of a meeting that is still held looks for news. */
const lookMs = 10_000;

/** One meeting: who was there and when, what happened, how it was. */
export function MeetingPage(): ReactNode {
  const { accountId: AccountId, conferenceId: ConferenceId } = useParams({ from: '/accounts/$accountId/reports/meetings/$conferenceId' });
  const client = useClient();
  const account = useAccount(AccountId);
  const input = { AccountId, ConferenceId };
  const detail = useQuery({
    queryKey: ['meeting', AccountId, ConferenceId],
    queryFn: ({ signal }) => client.call('chime:GetMeetingDetail', input, { signal, background: true }),
    refetchInterval: ({ state }) => (state.data && state.data.Meeting.EndTime === undefined ? lookMs : false),
  });
  return (
    <Page
      title={detail.data ? `Meeting of ${formatTime(detail.data.Meeting.StartTime)}` : 'Meeting'}
      trail={[...accountTrail(AccountId, account.data), ['Meetings', `/accounts/${AccountId}/reports/meetings`]]}
      help={help}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('chime:GetMeetingDetail', input), codeCall('chime:ListMeetingEvents', input)]} />
          <CsvButton name="chime:GetMeetingDetail" input={input} file={`attendees-${ConferenceId}`} />
        </SpaceBetween>
      }
    >
      <Loaded query={detail}>
        {(found) => (
          <SpaceBetween size="l">
            {found.Meeting.EndTime !== undefined && !found.Meeting.DataComplete && (
              <Alert type="warning" statusIconAriaLabel="Warning" header="Not everything about this meeting was reported">
                {endings[found.Meeting.EndReason ?? 'Ended']} The figures may change when late events arrive.
              </Alert>
            )}
            <Summary accountId={AccountId} meeting={found.Meeting} />
            <Views accountId={AccountId} {...found} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const help = (
  <>
    <p>A drop and a rejoin are two connections of one attendee; the minutes are those of being connected, without the gaps.</p>
    <h3>Roster</h3>
    <p>Everybody who belongs to the meeting. Attendees are those of them who were connected.</p>
    <h3>Names in angle brackets</h3>
    <p>Somebody who was not signed in: what they call themselves, or the number they call from.</p>
    <h3>Quality</h3>
    <p>Good: at most 2 % of packets lost, 200 ms there and back, 30 ms of jitter. Fair: at most 5 %, 400 ms, 60 ms.</p>
  </>
);

const endings: Readonly<Record<NonNullable<MeetingDetail['EndReason']>, string>> = {
  Ended: 'Some of its events are missing.',
  NobodyConnected: 'Its end was not reported: nobody was connected for five minutes.',
  NoEvents: 'Its end was not reported: nothing was heard of it for a day.',
};

function Summary({ accountId, meeting }: { readonly accountId: string; readonly meeting: MeetingDetail }): ReactNode {
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: 'State',
            value:
              meeting.EndTime === undefined ? (
                <StatusIndicator type="in-progress">Going on</StatusIndicator>
              ) : (
                <StatusIndicator type="success">Ended</StatusIndicator>
              ),
          },
          { label: 'Started', value: formatTime(meeting.StartTime) },
          { label: 'Ended', value: formatTime(meeting.EndTime) },
          { label: meeting.EndTime === undefined ? 'Duration so far' : 'Duration', value: formatDuration(meeting.DurationSeconds) },
          { label: 'Type', value: `${meetingTypes[meeting.Type]}${meeting.Scheduled ? ', scheduled' : ''}` },
          { label: 'Organizer', value: <Person accountId={accountId} person={meeting.Organizer} /> },
          { label: 'Attendees', value: meeting.NumberOfAttendees.toLocaleString() },
          { label: 'Reported by', value: sources[meeting.Source.Kind] },
          ...(meeting.Region === undefined ? [] : [{ label: 'Region', value: meeting.Region }]),
          ...(meeting.Pin === undefined ? [] : [{ label: 'Meeting id', value: <Copied what="meeting id" value={meeting.Pin} /> }]),
          ...(meeting.ExternalId === undefined
            ? []
            : [{ label: 'Id at its source', value: <Copied what="id at its source" value={meeting.ExternalId} /> }]),
          { label: 'Conference id', value: <Copied what="conference id" value={meeting.ConferenceId} /> },
        ]}
      />
    </Container>
  );
}

const sources: Readonly<Record<MeetingDetail['Source']['Kind'], string>> = {
  Carillon: 'Carillon',
  LiveKit: 'LiveKit',
  AmazonChimeSDK: 'Amazon Chime SDK',
  Janus: 'Janus',
  CloudEvents: 'CloudEvents',
  Import: 'An import',
};

/** The same people in four ways: as a table, in time, by what happened, by what they said of it. */
function Views({ accountId, Meeting, Attendees }: { readonly accountId: string } & Output<'chime:GetMeetingDetail'>): ReactNode {
  const search = useSearch({ from: '/accounts/$accountId/reports/meetings/$conferenceId' });
  const navigate = useNavigate({ from: '/accounts/$accountId/reports/meetings/$conferenceId' });
  const tabs = [
    {
      id: 'roster',
      label: `Roster (${Attendees.length.toLocaleString()})`,
      content: <AttendeeTable accountId={accountId} start={Meeting.StartTime} attendees={Attendees} />,
    },
    { id: 'timeline', label: 'Timeline', content: <Timeline meeting={Meeting} attendees={Attendees} /> },
    {
      id: 'events',
      label: 'Events',
      content: <MeetingEvents accountId={accountId} conferenceId={Meeting.ConferenceId} start={Meeting.StartTime} />,
    },
    { id: 'opinions', label: 'Feedback and quality', content: <Opinions accountId={accountId} attendees={Attendees} /> },
  ];
  return (
    <Tabs
      ariaLabel="What is known of the meeting"
      tabs={tabs}
      activeTabId={tabs.find(({ id }) => id === search.tab)?.id ?? 'roster'}
      onChange={({ detail }) => void navigate({ search: { tab: detail.activeTabId }, replace: true })}
    />
  );
}
