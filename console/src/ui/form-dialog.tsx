import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CodeButton } from './code-button.tsx';
import type { CodeCall } from './code.ts';
import { Trouble } from './trouble.tsx';

/** A few fields and a button, over the page. What is refused is said in the dialog, and nothing typed is lost. */
export function FormDialog({
  title,
  verb,
  isComplete,
  act,
  onDone,
  onClose,
  calls,
  children,
}: {
  readonly title: string;
  readonly verb: string;
  readonly isComplete: boolean;
  readonly act: () => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly calls?: () => readonly CodeCall[];
  readonly children: ReactNode;
}): ReactNode {
  const run = useMutation({ mutationFn: act, onSuccess: onDone });
  return (
    <Modal visible header={title} onDismiss={onClose} closeAriaLabel="Close">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) run.mutate();
        }}
      >
        <Form
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {calls && <CodeButton calls={calls} />}
              <Button variant="link" formAction="none" onClick={onClose}>
                Cancel
              </Button>
              <Button variant="primary" loading={run.isPending} disabled={!isComplete}>
                {verb}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            {children}
            {run.error && <Trouble error={run.error} />}
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  );
}
