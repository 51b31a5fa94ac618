import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import type { ReactNode } from 'react';

/** Something to read over the page, or to set at once, and a button that closes it. */
export function ReadingDialog({
  title,
  verb = 'Close',
  isLarge = false,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the button says. */
  readonly verb?: string;
  readonly isLarge?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Modal
      visible
      size={isLarge ? 'large' : 'medium'}
      header={title}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {verb}
          </Button>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
