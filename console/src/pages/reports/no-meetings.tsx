import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Snippet } from '../../ui/code-button.tsx';

/** What to do where nothing was reported: look further back, or connect what holds the meetings. */
export function NoMeetings({ accountId, onWiden }: { readonly accountId: string; readonly onWiden: (() => void) | undefined }): ReactNode {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Nobody of this account was in a meeting or sent a message."
          actions={onWiden && <Button onClick={onWiden}>Look at the last 400 days</Button>}
        >
          Nothing happened on these days
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Box variant="p">
          Reports follow from what your meeting system tells. If none is connected yet, register it on the machine that Carillon runs on;
          each source then has an address to send to, and a secret that is shown once.
        </Box>
        <Snippet
          name="Commands that connect a meeting source"
          code={[
            '# A room system, or anything that sends CloudEvents',
            `carillon meeting source add cloudevents --account ${accountId} --name "Room system"`,
            '# LiveKit, by its webhooks',
            `carillon meeting source add livekit --account ${accountId} --key APIxxxx --secret-file livekit-secret.txt`,
            '# What you have kept from Amazon Chime: its weekly usage reports',
            `carillon import usage usage.csv --account ${accountId}`,
          ].join('\n')}
        />
      </SpaceBetween>
    </Container>
  );
}
