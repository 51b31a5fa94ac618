import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { accountTrail, useAccount, type Account } from './account.ts';

type License = NonNullable<Account['DefaultLicense']>;

const tiers: readonly { readonly id: License; readonly about: string }[] = [
  { id: 'Basic', about: 'Attends meetings, chats, calls one other person.' },
  { id: 'Plus', about: 'Basic, and what older contracts added to it.' },
  { id: 'Pro', about: 'Holds meetings with many people, telephone numbers included.' },
  { id: 'ProTrial', about: 'Pro for a while.' },
];

/** Which licences the account gives out, and which one newcomers get. */
export function LicencesPage(): ReactNode {
  const { accountId } = useParams({ from: '/accounts/$accountId/licences' });
  const account = useAccount(accountId);
  return (
    <Page
      title="Licences"
      description="Which licences the account gives out, and which one newcomers get."
      trail={accountTrail(accountId, account.data)}
      help={<p>A tier that somebody still holds cannot be left out: give those people another licence first, in Users.</p>}
    >
      <Loaded query={account}>{(found) => <Licences account={found} />}</Loaded>
    </Page>
  );
}

function Licences({ account: { AccountId, SupportedLicenses = [], DefaultLicense } }: { readonly account: Account }): ReactNode {
  const client = useClient();
  const [supported, setSupported] = useState<readonly License[]>(SupportedLicenses);
  const [byDefault, setDefault] = useState(DefaultLicense);
  const input = {
    AccountId,
    SupportedLicenses: tiers.map(({ id }) => id).filter((id) => supported.includes(id)),
    ...(byDefault && { DefaultLicense: byDefault }),
  };
  const save = useAct(() => client.call('chime:UpdateSupportedLicenses', input), {
    done: () => 'The licences are saved.',
    stale: ['account', 'accounts'],
  });
  const isSame =
    byDefault === DefaultLicense &&
    supported.length === SupportedLicenses.length &&
    supported.every((one) => SupportedLicenses.includes(one));
  const wrong =
    supported.length === 0
      ? 'Choose at least one licence.'
      : byDefault && !supported.includes(byDefault)
        ? `${byDefault} is what newcomers get, and has to be among the licences.`
        : undefined;
  return (
    <Container header={<Header variant="h2">Licences of this account</Header>}>
      <SpaceBetween size="l">
        <FormField label="Given out" errorText={wrong}>
          <SpaceBetween size="xs">
            {tiers.map(({ id, about }) => (
              <Checkbox
                key={id}
                checked={supported.includes(id)}
                description={about}
                onChange={({ detail }) => setSupported(detail.checked ? [...supported, id] : supported.filter((one) => one !== id))}
              >
                {id}
              </Checkbox>
            ))}
          </SpaceBetween>
        </FormField>
        <FormField label="Newcomers get">
          <RadioGroup
            value={byDefault ?? null}
            items={tiers.map(({ id }) => ({ value: id, label: id, disabled: !supported.includes(id) }))}
            onChange={({ detail }) => setDefault(tiers.find(({ id }) => id === detail.value)?.id)}
          />
        </FormField>
        <SpaceBetween size="xs" direction="horizontal">
          <ActionButton
            needs="chime:UpdateSupportedLicenses"
            variant="primary"
            loading={save.isPending}
            disabledReason={wrong ?? (isSame ? 'Nothing was changed.' : undefined)}
            onClick={() => save.mutate()}
          >
            Save
          </ActionButton>
          <CodeButton calls={() => [codeCall('chime:UpdateSupportedLicenses', input)]} />
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
