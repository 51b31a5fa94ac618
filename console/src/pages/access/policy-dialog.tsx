import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CodeButton } from '../../ui/code-button.tsx';
import { Diff } from '../../ui/diff.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { holderStale, type HolderCall } from './holder.ts';

/** A policy that is edited over the page: the text, what changes, and a button that saves it. */
export function PolicyDialog({
  title,
  what,
  before,
  after,
  isComplete,
  call,
  done,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the difference is called. */
  readonly what: string;
  /** '' = it is a new one. */
  readonly before: string;
  readonly after: string;
  readonly isComplete: boolean;
  readonly call: HolderCall;
  readonly done: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const queries = useQueryClient();
  const { show } = useFlashes();
  const save = useMutation({
    mutationFn: () => call.run(),
    onSuccess() {
      show({ id: done, type: 'success', content: done });
      for (const key of holderStale) void queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  return (
    <Modal
      visible
      size="large"
      header={title}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <CodeButton calls={() => [call.code]} />
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={save.isPending} disabled={!isComplete} onClick={() => save.mutate()}>
              Save
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {before !== '' && before !== after && (
          <ExpandableSection headerText="What changes" defaultExpanded>
            <Diff before={before} after={after} name={what} />
          </ExpandableSection>
        )}
        {save.error && <Trouble error={save.error} />}
      </SpaceBetween>
    </Modal>
  );
}
