import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { send } from '../api/client.ts';
import { useSession } from '../session.tsx';
import { formatTime } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Snippet } from '../ui/code-button.tsx';

/** How often the page looks whether the server is well. */
const lookMs = 15_000;

async function read(path: string, signal: AbortSignal): Promise<Record<string, string>> {
  const response = await send(path, { signal });
  // Two members that are text, as `server/src/http/pages.ts` writes them.
  return (await response.json()) as Record<string, string>;
}

/** The server and the session: what they are, and whether they are well. */
export function AboutPage(): ReactNode {
  const session = useSession();
  const live = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => read('/healthz', signal), refetchInterval: lookMs });
  const ready = useQuery({ queryKey: ['readiness'], queryFn: ({ signal }) => read('/readyz', signal), refetchInterval: lookMs });
  const isReady = ready.data?.['status'] === 'ready';
  return (
    <Page title="About" description="This server, and who you are to it.">
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Server</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              { label: 'Version', value: live.data?.['version'] ?? '–' },
              {
                label: 'State',
                value: ready.isPending ? (
                  <StatusIndicator type="loading">Looking</StatusIndicator>
                ) : (
                  <StatusIndicator type={isReady ? 'success' : 'error'}>
                    {isReady ? 'Ready' : (ready.data?.['why'] ?? 'Not reached')}
                  </StatusIndicator>
                ),
              },
              { label: 'Address', value: location.origin },
            ]}
          />
        </Container>
        <Container header={<Header variant="h2">You</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              { label: 'AWS account', value: session.AccountAlias ? `${session.AccountAlias} (${session.AccountId})` : session.AccountId },
              { label: 'You act as', value: session.Arn },
              {
                label: 'Second factor',
                value: (
                  <StatusIndicator type={session.HasMfa ? 'success' : 'warning'}>
                    {session.HasMfa ? 'Shown at sign-in' : 'Not shown'}
                  </StatusIndicator>
                ),
              },
              { label: 'The session ends', value: formatTime(session.ExpiresAt) },
            ]}
          />
        </Container>
        <Container
          header={
            <Header variant="h2" description="With an access key of yours.">
              Point a client here
            </Header>
          }
        >
          <Snippet
            name="Environment"
            code={`export AWS_DEFAULT_REGION=us-east-1\nexport AWS_ENDPOINT_URL_CHIME=${location.origin} AWS_ENDPOINT_URL_IAM=${location.origin} AWS_ENDPOINT_URL_STS=${location.origin}\naws chime list-accounts`}
          />
        </Container>
        <Box>
          <Link href="/reference" external externalIconAriaLabel="opens in a new tab">
            API reference
          </Link>{' '}
          ·{' '}
          <Link href="/openapi.json" external externalIconAriaLabel="opens in a new tab">
            OpenAPI
          </Link>
        </Box>
      </SpaceBetween>
    </Page>
  );
}
