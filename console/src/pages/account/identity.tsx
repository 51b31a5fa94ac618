import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Box from '@cloudscape-design/components/box';
import Steps from '@cloudscape-design/components/steps';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { accountTrail, useAccount } from './account.ts';

/** The way from a Team to an Enterprise with its own sign-in, and how far this account has come. */
export function IdentityPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/identity' });
  const client = useClient();
  const account = useAccount(AccountId);
  const domains = useQuery({
    queryKey: ['domains', AccountId, 'all'],
    queryFn: async ({ signal }) => (await client.call('chime:ListDomains', { AccountId }, { signal })).Domains,
  });
  const type = account.data?.AccountType ?? 'Team';
  const to = (page: string): string => `/accounts/${AccountId}/${page}`;
  return (
    <Page
      title="Getting started"
      description="From invited people to people who join by signing in."
      trail={accountTrail(AccountId, account.data)}
    >
      <Container header={<Header variant="h2">How people come in</Header>}>
        <Loaded query={domains}>
          {(all) => {
            const isVerified = all.some(({ Status }) => Status === 'Verified');
            const hasOwn = type === 'EnterpriseDirectory' || type === 'EnterpriseOIDC';
            return (
              <Steps
                steps={[
                  {
                    header: <PageLink to={to('domains')}>Claim a domain</PageLink>,
                    status: all.length > 0 ? 'success' : 'pending',
                    details: <Box variant="p">Name a domain of your organisation. Carillon gives you a record for its DNS.</Box>,
                  },
                  {
                    header: <PageLink to={to('domains')}>Prove it</PageLink>,
                    status: isVerified ? 'success' : all.length > 0 ? 'in-progress' : 'pending',
                    details: (
                      <Box variant="p">
                        Once the record is found the account becomes an Enterprise, and whoever signs in with an address of the domain joins
                        it.
                      </Box>
                    ),
                  },
                  {
                    header: 'Choose how they sign in',
                    status: hasOwn ? 'success' : isVerified ? 'info' : 'pending',
                    details: (
                      <Box variant="p">
                        With Carillon’s own passwords, with your <PageLink to={to('directory')}>Active Directory</PageLink>, or with your{' '}
                        <PageLink to={to('single-sign-on')}>identity provider</PageLink>.
                      </Box>
                    ),
                  },
                  {
                    header: <PageLink to={to('groups')}>Give licenses by group</PageLink>,
                    status: hasOwn ? 'info' : 'pending',
                    details: (
                      <Box variant="p">
                        Groups of the directory, or groups pushed with a <PageLink to={to('scim-keys')}>SCIM key</PageLink>, decide who has
                        Pro and who has Basic.
                      </Box>
                    ),
                  },
                ]}
              />
            );
          }}
        </Loaded>
      </Container>
    </Page>
  );
}
