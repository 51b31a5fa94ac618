import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { Boundary } from './boundary.tsx';
import { Credentials } from './credentials.tsx';
import { DeleteHolder } from './delete-holder.tsx';
import { HeldPolicies } from './held-policies.tsx';
import { PrincipalDecisions } from './principal-decisions.tsx';
import { UserGroups } from './user-groups.tsx';

/** One IAM user: what they may do, and how they prove who they are. */
export function IdentityUserPage(): ReactNode {
  const { userName: UserName } = useParams({ from: '/access/identities/user/$userName' });
  const client = useClient();
  const [isDeleting, setDeleting] = useState(false);
  const user = useQuery({
    queryKey: ['iam-user', UserName],
    queryFn: async ({ signal }) => (await client.call('iam:GetUser', { UserName }, { signal })).User,
  });
  return (
    <Page
      title={UserName}
      trail={[['Users and roles', '/access/identities']]}
      help={
        <p>
          The table at the end is what the user’s own policies, those of their groups, their boundary and the organisation decide together.
        </p>
      }
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('iam:GetUser', { UserName })]} />
          <ActionButton needs="iam:DeleteUser" onClick={() => setDeleting(true)}>
            Delete user
          </ActionButton>
        </SpaceBetween>
      }
    >
      <Loaded query={user}>
        {(found) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">About</Header>}>
              <KeyValuePairs
                columns={3}
                items={[
                  { label: 'ARN', value: found.Arn },
                  { label: 'Made', value: formatTime(found.CreateDate) },
                  { label: 'Last signed in', value: found.PasswordLastUsed === undefined ? 'Never' : formatTime(found.PasswordLastUsed) },
                  {
                    label: 'Permissions boundary',
                    value: <Boundary holder={{ kind: 'user', name: UserName }} arn={found.PermissionsBoundary?.PermissionsBoundaryArn} />,
                  },
                  { label: 'Tags', value: (found.Tags ?? []).map(({ Key, Value }) => `${Key} = ${Value}`).join(', ') || 'None' },
                ]}
              />
            </Container>
            <HeldPolicies holder={{ kind: 'user', name: UserName }} />
            <UserGroups userName={UserName} />
            <Credentials userName={UserName} />
            <PrincipalDecisions arn={found.Arn} kind="user" />
          </SpaceBetween>
        )}
      </Loaded>
      {isDeleting && (
        <DeleteHolder
          holder={{ kind: 'user', name: UserName }}
          impact="Nobody signs in or calls with this user any more."
          onClose={() => setDeleting(false)}
        >
          Keys, password, MFA device, policies and groups have to be taken from the user before.
        </DeleteHolder>
      )}
    </Page>
  );
}
