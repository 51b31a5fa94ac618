import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useDoor, useSession } from '../session.tsx';
import { Trouble } from './trouble.tsx';

/** Acts as a role from here on. The role's trust and the caller's policies decide, as with any AssumeRole. */
export function SwitchRoleDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { switchRole } = useDoor();
  const session = useSession();
  const [account, setAccount] = useState(session.AccountId);
  const [role, setRole] = useState('');
  const change = useMutation({
    mutationFn: () => switchRole(role.startsWith('arn:') ? role.trim() : `arn:aws:iam::${account.trim()}:role/${role.trim()}`),
    onSuccess: onClose,
  });
  return (
    <Modal visible header="Switch role" onDismiss={onClose} closeAriaLabel="Close">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Form
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button formAction="none" variant="link" onClick={onClose}>
                Cancel
              </Button>
              <Button variant="primary" loading={change.isPending} disabled={role.trim() === ''}>
                Switch
              </Button>
            </SpaceBetween>
          }
          errorText={undefined}
        >
          <SpaceBetween size="l">
            <Box variant="p">
              You keep your own session, and come back to it whenever you want. What you do is recorded with the role and your name.
            </Box>
            <FormField label="AWS account id" description="Twelve digits: the account that the role belongs to.">
              <Input value={account} inputMode="numeric" onChange={({ detail }) => setAccount(detail.value)} />
            </FormField>
            <FormField label="Role name or ARN" description="With its path, if it has one: support/help-desk.">
              <Input value={role} autoFocus onChange={({ detail }) => setRole(detail.value)} />
            </FormField>
            {change.error && <Trouble error={change.error} />}
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  );
}
