import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { accountTrail, useAccount } from './account.ts';
import { Editing } from './resource/editing.tsx';

/** How often an open page looks whether somebody else has changed the account. */
const lookMs = 20_000;

/** The account as one document: edited, planned, applied. */
export function ResourcePage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/resource' });
  const client = useClient();
  const account = useAccount(AccountId);
  const current = useQuery({
    queryKey: ['account-resource', AccountId],
    queryFn: ({ signal }) => client.call('chime:GetAccountResource', { AccountId }, { signal, background: true }),
    refetchInterval: lookMs,
  });
  return (
    <Page
      title="Resource"
      description="The account as one document: name, settings, licenses, domains, groups and sign-in."
      trail={accountTrail(AccountId, account.data)}
      help={help}
    >
      <Loaded query={current}>
        {(found) => <Editing key={AccountId} accountId={AccountId} current={found} look={async () => void (await current.refetch())} />}
      </Loaded>
    </Page>
  );
}

const help = (
  <>
    <p>Edit the document, or drop a file. The plan below says which calls lead to it, what each needs, and whether you may make it.</p>
    <p>Ctrl Space offers what may stand at a place. What is wrong is marked where it stands.</p>
    <p>
      Applying makes all of these calls or none. If somebody else changes the account meanwhile, you see what they changed, and keep your
      edit.
    </p>
    <p>A domain that you leave out is given up: whoever has an address of it loses access.</p>
    <p>Secrets, the bucket of call detail records and retention are not changed from here; a finding names the call that does.</p>
  </>
);
