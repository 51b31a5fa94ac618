import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { Snippet } from '../../ui/code-button.tsx';
import { Copied } from '../../ui/copied.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { ReadingDialog } from '../../ui/reading-dialog.tsx';

export type Exchange = Output<'chime:ListScimExchanges'>['Exchanges'][number];

/** Whether an exchange did what was asked for. */
export function ExchangeStatus({ exchange: { Status } }: { readonly exchange: Exchange }): ReactNode {
  return (
    <StatusIndicator type={Status < 400 ? 'success' : 'error'}>{Status < 400 ? `Done (${Status})` : `Failed (${Status})`}</StatusIndicator>
  );
}

/** One exchange whole: what was sent, what was answered, and what to do if it failed. */
export function ExchangeDialog({
  exchange,
  keyName,
  onClose,
}: {
  readonly exchange: Exchange;
  readonly keyName: string;
  readonly onClose: () => void;
}): ReactNode {
  const { Summary, Method, Path, Timestamp, DurationMs, ExchangeId, Request, Response, Error: failure } = exchange;
  const isWrite = Method !== 'GET' && !Path.includes('.search');
  return (
    <ReadingDialog title={Summary} isLarge onClose={onClose}>
      <SpaceBetween size="l">
        {failure && (
          <Alert type="warning" statusIconAriaLabel="Warning" header={failure.Meaning}>
            <SpaceBetween size="xs">
              <div>{failure.NextStep}</div>
              <Box color="text-body-secondary" fontSize="body-s">
                The identity provider was told{failure.ScimType === undefined ? '' : ` ${failure.ScimType}`}: {failure.Detail}
              </Box>
            </SpaceBetween>
          </Alert>
        )}
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Outcome', value: <ExchangeStatus exchange={exchange} /> },
            { label: 'When', value: `${formatTime(Timestamp)}, in ${DurationMs} ms` },
            { label: 'Request', value: `${Method} ${Path}` },
            { label: 'By the key', value: keyName },
            { label: 'Exchange id', value: <Copied what="exchange id" value={ExchangeId} /> },
            {
              label: 'Audit',
              value: isWrite ? (
                <PageLink to={`/access/events?by=EventId&value=${ExchangeId}`}>Its event in the history</PageLink>
              ) : (
                'Reads are not in the event history'
              ),
            },
          ]}
        />
        <Body title="What was sent" text={Request} />
        <Body title="What was answered" text={Response} />
      </SpaceBetween>
    </ReadingDialog>
  );
}

function Body({ title, text }: { readonly title: string; readonly text: string | undefined }): ReactNode {
  if (text === undefined) return undefined;
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">{title}</Header>
      <Snippet name={title} code={pretty(text)} />
    </SpaceBetween>
  );
}

/** A long body was cut in the log, and is no JSON any more. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
