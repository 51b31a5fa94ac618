import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import mark from '../mark.svg';
import { useDoor } from '../session.tsx';
import { useGo } from '../ui/link.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { SignInForm } from './sign-in-form.tsx';

function Door({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  useEffect(() => void (document.title = `${title} · Carillon`), [title]);
  return (
    <main className="door">
      <div className="door__card">
        <div className="door__mark">
          <img src={mark} alt="" width="32" height="32" />
          Carillon
        </div>
        <Container header={<Header variant="h1">{title}</Header>}>{children}</Container>
      </div>
    </main>
  );
}

/** For whoever is not signed in, whatever page they wanted: they get there afterwards. */
export function SignInPage(): ReactNode {
  return (
    <Door title="Sign in">
      <SpaceBetween size="l">
        <SignInForm />
        <Box color="text-body-secondary" fontSize="body-s">
          For administrators. People with a license{' '}
          <Link href="/signin" fontSize="body-s">
            sign in here
          </Link>{' '}
          to see their PIN and their devices.
        </Box>
      </SpaceBetween>
    </Door>
  );
}

export function WaitingPage(): ReactNode {
  const { ended, refresh } = useDoor();
  return <main className="door">{ended ? <Trouble error={ended} onRetry={refresh} /> : <Spinner size="large" />}</main>;
}

/** Where the link of `first-run.json` leads: the first administrator chooses a password. */
export function SetUpPage(): ReactNode {
  const [token] = useState(() => location.hash.slice(1));
  const { readSetUp, setUp, session } = useDoor();
  const go = useGo();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const invitation = useQuery({ queryKey: ['set-up', token], queryFn: () => readSetUp(token), retry: false, enabled: !session });
  const choose = useMutation({ mutationFn: () => setUp(token, password), onSuccess: () => go('/accounts') });
  if (session) return <Done />;
  if (invitation.error) {
    return (
      <Door title="Set up Carillon">
        <SpaceBetween size="l">
          <Trouble error={invitation.error} />
          <Button onClick={() => go('/accounts')}>Sign in</Button>
        </SpaceBetween>
      </Door>
    );
  }
  const differs = again !== '' && again !== password;
  return (
    <Door title="Set up Carillon">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (again === password) choose.mutate();
        }}
      >
        <Form
          actions={
            <Button variant="primary" loading={choose.isPending} disabled={password === '' || password !== again}>
              Set the password and sign in
            </Button>
          }
        >
          <SpaceBetween size="m">
            <Alert type="info" statusIconAriaLabel="Information">
              You are the first administrator: user <strong>{invitation.data?.UserName ?? '…'}</strong> of AWS account{' '}
              <strong>{invitation.data?.AccountId ?? '…'}</strong>. Keep both; you sign in with them from now on.
            </Alert>
            {choose.error && <Trouble error={choose.error} />}
            <FormField
              label="Password"
              constraintText="Eight characters or more, of three kinds: upper case, lower case, digits, symbols."
              stretch
            >
              <Input
                type="password"
                autoFocus
                autoComplete="new-password"
                value={password}
                onChange={({ detail }) => setPassword(detail.value)}
              />
            </FormField>
            <FormField label="Password again" errorText={differs ? 'The two are not the same.' : undefined} stretch>
              <Input type="password" autoComplete="new-password" value={again} onChange={({ detail }) => setAgain(detail.value)} />
            </FormField>
          </SpaceBetween>
        </Form>
      </form>
    </Door>
  );
}

function Done(): ReactNode {
  const go = useGo();
  return (
    <Door title="Carillon is set up">
      <SpaceBetween size="m">
        <Box variant="p">You are signed in.</Box>
        <Button variant="primary" onClick={() => go('/accounts')}>
          Open the console
        </Button>
      </SpaceBetween>
    </Door>
  );
}
