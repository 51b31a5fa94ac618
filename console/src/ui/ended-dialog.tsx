import Box from '@cloudscape-design/components/box';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { SignInForm } from '../pages/sign-in-form.tsx';
import { useDoor } from '../session.tsx';

/** Asks for the password again when the session has ended, over the page as it is: nothing that was typed is lost. */
export function EndedDialog(): ReactNode {
  const { ended, session, refresh } = useDoor();
  if (!ended || ended.code === 'SessionProofMismatch' || !session) return undefined;
  if (ended.code === 'RoleSessionEnded') {
    return (
      <Modal
        visible
        header="The session of the role has ended"
        footer={
          <Box float="right">
            <Button variant="primary" onClick={() => void refresh()}>
              Go on as {session.UserName}
            </Button>
          </Box>
        }
      >
        You act as yourself again from here on. To go on as {session.Role?.Name ?? 'the role'}, switch to it again in the menu at the top
        right.
      </Modal>
    );
  }
  return (
    <Modal visible header="Your session has ended">
      <SpaceBetween size="m">
        <Box variant="p">Sign in again. The page behind this window, and what you have typed there, stays as it is.</Box>
        <SignInForm account={session.AccountAlias ?? session.AccountId} userName={session.UserName} />
      </SpaceBetween>
    </Modal>
  );
}
