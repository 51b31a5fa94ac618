import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import { useClient } from '../../session.tsx';
import { Snippet } from '../../ui/code-button.tsx';
import { Diff } from '../../ui/diff.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ReadingDialog } from '../../ui/reading-dialog.tsx';
import { changeOf, effectOf, subjectOf, type Change } from './event-change.ts';
import { recordOf, toJson, type HistoryEvent } from './event-record.ts';

/** Events of one call. Source: `LookupEvents`. */
const eventsPerCall = 50;
/** How far back it is looked for how something was before: most events of a thing only read it. */
const callsMax = 4;

/** One event: what it changed, and its record. */
export function EventDialog({ event, onClose }: { readonly event: HistoryEvent; readonly onClose: () => void }): ReactNode {
  const record = recordOf(event);
  const { authorizationId } = toJson(record['additionalEventData']);
  return (
    <ReadingDialog title={event.EventName ?? 'Event'} isLarge onClose={onClose}>
      <SpaceBetween size="m">
        <Box color="text-body-secondary">
          {event.Username ?? 'Nobody known'}, {formatTime(event.EventTime === undefined ? undefined : event.EventTime * 1000)}
        </Box>
        {typeof authorizationId === 'string' && <PageLink to={`/why/${authorizationId}`}>Why was this denied?</PageLink>}
        <Tabs
          tabs={[
            { id: 'change', label: 'What changed', content: <WhatChanged event={event} /> },
            { id: 'record', label: 'Record', content: <Snippet name="Record" code={JSON.stringify(record, undefined, 2)} /> },
          ]}
        />
      </SpaceBetween>
    </ReadingDialog>
  );
}

function WhatChanged({ event }: { readonly event: HistoryEvent }): ReactNode {
  const client = useClient();
  const effect = effectOf(event);
  const isWrite = effect === 'made' || effect === 'rehearsed';
  const change = useQuery({
    queryKey: ['event-change', event.EventId],
    enabled: isWrite,
    queryFn: async ({ signal }) => changeOf(event, await readEarlier(client, event, signal)),
  });
  if (isWrite)
    return <Loaded query={change}>{(found) => <Changed event={event} change={found} isRehearsed={effect === 'rehearsed'} />}</Loaded>;
  const asked = recordOf(event)['requestParameters'];
  return (
    <SpaceBetween size="s">
      <Box variant="p">
        {effect === 'read' ? 'Nothing: this call only reads.' : 'Nothing: the call failed.'}
        {asked !== null && asked !== undefined && ' This is what was asked for:'}
      </Box>
      {asked !== null && asked !== undefined && <Snippet name="What was asked for" code={JSON.stringify(asked, undefined, 2)} />}
    </SpaceBetween>
  );
}

/** The events on the same thing before this one, the latest first. */
async function readEarlier(client: Client, event: HistoryEvent, signal: AbortSignal): Promise<HistoryEvent[]> {
  const subject = subjectOf(event);
  if (subject === undefined || event.EventTime === undefined) return [];
  const found: HistoryEvent[] = [];
  let token: string | undefined;
  for (let call = 0; call < callsMax && (call === 0 || token !== undefined); call++) {
    const { Events = [], NextToken } = await client.call(
      'cloudtrail:LookupEvents',
      {
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: subject }],
        EndTime: event.EventTime,
        MaxResults: eventsPerCall,
        ...(token !== undefined && { NextToken: token }),
      },
      { signal },
    );
    found.push(...Events);
    token = NextToken;
  }
  return found.slice(found.findIndex(({ EventId }) => EventId === event.EventId) + 1);
}

function Changed({
  event,
  change,
  isRehearsed,
}: {
  readonly event: HistoryEvent;
  readonly change: Change;
  readonly isRehearsed: boolean;
}): ReactNode {
  const [before, after] = [toText(change.before), toText(change.after)];
  const { known } = change;
  return (
    <SpaceBetween size="s">
      {isRehearsed && (
        <Alert type="info" statusIconAriaLabel="Info">
          A rehearsal: everything ran, and nothing was kept. This is what it would have changed.
        </Alert>
      )}
      <Box variant="p">
        {known
          ? `Compared with what is known from before: ${known.EventName} of ${formatTime((known.EventTime ?? 0) * 1000)} by ${known.Username ?? 'nobody known'}.`
          : 'No earlier event tells how it was before.'}
      </Box>
      {before === after ? (
        <Snippet
          name={`What ${event.EventName} set`}
          code={after === '' ? 'Nothing is recorded of what it did.' : after}
          note="It set what was set before."
        />
      ) : (
        <Diff before={before} after={after} name={event.EventName ?? 'the event'} />
      )}
      <Box color="text-body-secondary" fontSize="body-s">
        Secrets and personal data are never recorded, so a change of them is not seen here.
      </Box>
    </SpaceBetween>
  );
}

function toText(value: object): string {
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value, undefined, 2);
}
