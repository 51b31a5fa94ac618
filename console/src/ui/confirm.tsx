import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { CodeButton } from './code-button.tsx';
import type { CodeCall } from './code.ts';
import { Trouble } from './trouble.tsx';

interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says it does. */
  readonly verb: string;
  /** What must be typed before the button works; absent = nothing. */
  readonly typed?: string;
  /** The rehearsal: what would happen, in sentences. A throw is what would be refused. */
  readonly rehearse?: () => Promise<readonly string[]>;
  readonly act: () => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly calls?: () => readonly CodeCall[];
}

/** Asks before something that cannot simply be undone, and tells from a rehearsal whom it would reach. */
export function Confirm({ title, children, verb, typed, rehearse, act, onDone, onClose, calls }: ConfirmProps): ReactNode {
  const [text, setText] = useState('');
  const impact = useQuery({
    queryKey: ['rehearsal', title],
    queryFn: async () => (await rehearse?.()) ?? [],
    enabled: rehearse !== undefined,
    gcTime: 0,
    retry: false,
  });
  const run = useMutation({ mutationFn: act, onSuccess: onDone });
  const isReady = (typed === undefined || text.trim() === typed) && !impact.error && !(rehearse && impact.isPending);
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            {calls && <CodeButton calls={calls} />}
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={run.isPending} disabled={!isReady} onClick={() => run.mutate()}>
              {verb}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>{children}</div>
        {rehearse && <Impact lines={impact.data} error={impact.error} isPending={impact.isPending} />}
        {typed !== undefined && !impact.error && (
          <FormField label={`To confirm, type ${typed}`} stretch>
            <Input value={text} autoComplete={false} onChange={({ detail }) => setText(detail.value)} />
          </FormField>
        )}
        {run.error && <Trouble error={run.error} />}
      </SpaceBetween>
    </Modal>
  );
}

function Impact({
  lines,
  error,
  isPending,
}: {
  readonly lines: readonly string[] | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
}): ReactNode {
  if (isPending) return <StatusIndicator type="loading">Working out what this would change</StatusIndicator>;
  if (error) return <Trouble error={error} />;
  if (!lines || lines.length === 0) return undefined;
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="What this will do">
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Alert>
  );
}
