import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { Copied } from '../../ui/copied.tsx';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { useAct } from '../../ui/use-act.ts';
import { accountTrail, useAccount } from './account.ts';

type Config = NonNullable<Output<'chime:GetAccountWithOpenIdConfig'>['OpenIdConfig']>;

/** Signing in with the organisation's own identity provider. */
export function SingleSignOnPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/single-sign-on' });
  const client = useClient();
  const account = useAccount(AccountId);
  const found = useQuery({
    queryKey: ['openid', AccountId],
    queryFn: async ({ signal }) => (await client.call('chime:GetAccountWithOpenIdConfig', { AccountId }, { signal })).OpenIdConfig ?? null,
  });
  return (
    <Page
      title="Single sign-on"
      description="People sign in with your identity provider, over OpenID Connect: Okta, Entra ID and others."
      trail={accountTrail(AccountId, account.data)}
      help={help}
      actions={<CodeButton calls={() => [codeCall('chime:GetAccountWithOpenIdConfig', { AccountId })]} />}
    >
      <Loaded query={found}>
        {(config) => (
          <SpaceBetween size="l">
            {account.data?.AccountType === 'Team' && (
              <Alert type="info" statusIconAriaLabel="Information">
                A Team has no identity provider. Prove a domain first; the account then becomes an Enterprise.
              </Alert>
            )}
            {account.data?.AccountType === 'EnterpriseDirectory' && (
              <Alert type="info" statusIconAriaLabel="Information">
                People of this account sign in with its Active Directory. Disconnect that first: an account has one or the other.
              </Alert>
            )}
            {config && <Current config={config} accountId={AccountId} />}
            <Configure key={config?.UpdatedTimestamp} config={config ?? undefined} accountId={AccountId} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const help = (
  <>
    <p>Register Carillon with your provider as a web application, with the redirect address that is shown here.</p>
    <p>Before anything is saved Carillon asks the provider’s discovery document, and says what is wrong with it.</p>
    <p>A new issuer signs everybody out who came by the old one.</p>
  </>
);

const stale = ['openid', 'account', 'accounts'];

function Current({ config, accountId: AccountId }: { readonly config: Config; readonly accountId: string }): ReactNode {
  const client = useClient();
  const [isAsked, setAsked] = useState(false);
  const remove = useAct(() => client.call('chime:DeleteAccountOpenIdConfig', { AccountId }), {
    done: () => 'People sign in with passwords of Carillon’s own again.',
    stale,
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <ActionButton needs="chime:DeleteAccountOpenIdConfig" onClick={() => setAsked(true)}>
              Remove
            </ActionButton>
          }
        >
          In use
        </Header>
      }
    >
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'Issuer', value: config.Issuer },
          { label: 'Client id', value: config.ClientId },
          { label: 'Client secret', value: config.ClientSecretSet ? 'Kept sealed; nobody can read it' : 'Not set' },
          { label: 'Scopes', value: ['openid', ...config.Scopes].join(' ') },
          {
            label: 'Redirect address, for the provider',
            value: <Copied what="redirect address" value={config.RedirectUri} />,
          },
          { label: 'Changed', value: formatTime(config.UpdatedTimestamp) },
        ]}
      />
      {isAsked && (
        <Confirm
          title="Remove single sign-on"
          verb="Remove"
          typed="remove"
          rehearse={async () => {
            await client.call('chime:DeleteAccountOpenIdConfig', { AccountId }, { dryRun: true });
            return [
              'Everybody who came by the provider is signed out.',
              'They sign in with a password of Carillon’s own from now on.',
              'What SCIM has pushed and the licenses of groups are kept, but rest.',
            ];
          }}
          act={() => remove.mutateAsync()}
          calls={() => [codeCall('chime:DeleteAccountOpenIdConfig', { AccountId })]}
          onDone={() => setAsked(false)}
          onClose={() => setAsked(false)}
        >
          {config.Issuer} no longer signs people in.
        </Confirm>
      )}
    </Container>
  );
}

function Configure({ config, accountId: AccountId }: { readonly config: Config | undefined; readonly accountId: string }): ReactNode {
  const client = useClient();
  const [fields, setFields] = useState({
    Issuer: config?.Issuer ?? '',
    ClientId: config?.ClientId ?? '',
    ClientSecret: '',
    Scopes: (config?.Scopes ?? ['email', 'profile']).join(' '),
  });
  const change = (part: Partial<typeof fields>): void => setFields({ ...fields, ...part });
  const input = {
    AccountId,
    Issuer: fields.Issuer.trim(),
    ClientId: fields.ClientId.trim(),
    ClientSecret: fields.ClientSecret,
    Scopes: fields.Scopes.split(/\s+/).filter(Boolean),
  };
  const save = useAct(() => client.call('chime:UpdateAccountOpenIdConfig', input), {
    done: () => 'People sign in with this provider from now on.',
    stale,
  });
  const isComplete = input.Issuer !== '' && input.ClientId !== '' && input.ClientSecret !== '';
  const isNewIssuer = config !== undefined && input.Issuer !== config.Issuer;
  return (
    <Container header={<Header variant="h2">{config ? 'Change it' : 'Set it up'}</Header>}>
      <SpaceBetween size="m">
        <FormField label="Issuer" description="Begins with https://, exactly as the provider writes it.">
          <Input value={fields.Issuer} placeholder="https://acme.okta.com" onChange={({ detail }) => change({ Issuer: detail.value })} />
        </FormField>
        <FormField label="Client id">
          <Input value={fields.ClientId} onChange={({ detail }) => change({ ClientId: detail.value })} />
        </FormField>
        <FormField label="Client secret" description="It is sealed, and never shown again.">
          <Input
            type="password"
            autoComplete={false}
            value={fields.ClientSecret}
            onChange={({ detail }) => change({ ClientSecret: detail.value })}
          />
        </FormField>
        <FormField label="Scopes" description="Besides openid, separated by blanks.">
          <Input value={fields.Scopes} onChange={({ detail }) => change({ Scopes: detail.value })} />
        </FormField>
        {isNewIssuer && (
          <Alert type="warning" statusIconAriaLabel="Warning">
            Another issuer signs everybody out who came by {config.Issuer}.
          </Alert>
        )}
        {save.error && <Trouble error={save.error} />}
        <SpaceBetween size="xs" direction="horizontal">
          <ActionButton
            needs="chime:UpdateAccountOpenIdConfig"
            variant="primary"
            loading={save.isPending}
            loadingText="Asking the provider"
            disabledReason={isComplete ? undefined : 'Issuer, client id and client secret are needed.'}
            onClick={() => save.mutate()}
          >
            Save
          </ActionButton>
          <CodeButton calls={() => [codeCall('chime:UpdateAccountOpenIdConfig', { ...input, ClientSecret: '<the secret>' })]} />
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
