import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { CallError } from '../api/client.ts';
import { PageLink } from './link.tsx';

const headings: Readonly<Record<number, string>> = {
  0: 'No connection',
  400: 'This cannot be done as it stands',
  401: 'Your session has ended',
  403: 'You may not do this',
  404: 'It is not there',
  409: 'This clashes with something else',
  422: 'This cannot be done yet',
  429: 'Too many requests',
  503: 'Not available right now',
};

/** What went wrong, in the server's words, with the request's id and the way to the reasons of a refusal. */
export function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => unknown }): ReactNode {
  const known = error instanceof CallError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <Alert
      statusIconAriaLabel="Error"
      type={known && known.status > 0 && known.status < 500 ? 'warning' : 'error'}
      header={headings[known?.status ?? -1] ?? 'Something went wrong'}
      action={onRetry && known?.status !== 403 && <Button onClick={() => void onRetry()}>Try again</Button>}
    >
      <SpaceBetween size="xs">
        <div>{message}</div>
        {known?.authorizationId !== undefined && <PageLink to={`/why/${known.authorizationId}`}>Why was this denied?</PageLink>}
        {known?.requestId !== undefined && (
          <Box fontSize="body-s" color="text-body-secondary">
            Request id{' '}
            <CopyToClipboard
              variant="inline"
              textToCopy={known.requestId}
              copyButtonAriaLabel="Copy the request id"
              copySuccessText="Request id copied"
              copyErrorText="The request id could not be copied"
            />
          </Box>
        )}
      </SpaceBetween>
    </Alert>
  );
}
