import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { CallError } from '../api/client.ts';
import { useDoor, type Wanted } from '../session.tsx';
import { Trouble } from '../ui/trouble.tsx';

const accountKey = 'carillon-account';

/** Account, user and password; then the code of a second factor and a new password, where they are wanted. */
export function SignInForm({
  account = localStorage.getItem(accountKey) ?? '',
  userName = '',
}: {
  readonly account?: string;
  readonly userName?: string;
}): ReactNode {
  const { signIn } = useDoor();
  const [fields, setFields] = useState({ Account: account, UserName: userName, Password: '', Code: '', NewPassword: '' });
  const [wanted, setWanted] = useState<Wanted>();
  const change = (part: Partial<typeof fields>): void => setFields({ ...fields, ...part });
  const enter = useMutation({
    async mutationFn() {
      const { Code, NewPassword, ...always } = fields;
      const more = await signIn({ ...always, ...(Code !== '' && { Code }), ...(NewPassword !== '' && { NewPassword }) });
      localStorage.setItem(accountKey, fields.Account);
      if (more) setWanted(more);
    },
    onError: () => change({ Code: '' }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate();
      }}
    >
      <Form
        actions={
          <Button variant="primary" loading={enter.isPending} loadingText="Signing in">
            Sign in
          </Button>
        }
      >
        <SpaceBetween size="m">
          {enter.error && <Refusal error={enter.error} />}
          <FormField label="AWS account id or alias" stretch>
            <Input
              name="account"
              value={fields.Account}
              autoFocus={fields.Account === ''}
              autoComplete="organization"
              onChange={({ detail }) => change({ Account: detail.value })}
            />
          </FormField>
          <FormField label="User name" stretch>
            <Input
              name="username"
              value={fields.UserName}
              autoFocus={fields.Account !== '' && userName === ''}
              autoComplete="username"
              onChange={({ detail }) => change({ UserName: detail.value })}
            />
          </FormField>
          <FormField label="Password" stretch>
            <Input
              name="password"
              type="password"
              value={fields.Password}
              autoFocus={userName !== ''}
              autoComplete="current-password"
              onChange={({ detail }) => change({ Password: detail.value })}
            />
          </FormField>
          {wanted?.Code && (
            <FormField label="MFA code" description="The six digits that your authenticator app shows." stretch>
              <Input
                name="code"
                value={fields.Code}
                autoFocus
                inputMode="numeric"
                autoComplete="one-time-code"
                onChange={({ detail }) => change({ Code: detail.value })}
              />
            </FormField>
          )}
          {wanted?.NewPassword && (
            <FormField label="New password" description="The one you have must be changed at this sign-in." stretch>
              <Input
                name="new-password"
                type="password"
                value={fields.NewPassword}
                autoFocus={!wanted.Code}
                autoComplete="new-password"
                onChange={({ detail }) => change({ NewPassword: detail.value })}
              />
            </FormField>
          )}
        </SpaceBetween>
      </Form>
    </form>
  );
}

function Refusal({ error }: { readonly error: Error }): ReactNode {
  if (!(error instanceof CallError) || error.status === 0 || error.status >= 500) return <Trouble error={error} />;
  return (
    <Alert type="error" statusIconAriaLabel="Error">
      {error.message}
    </Alert>
  );
}
