import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { openIdProviderResource } from '../../iam/arns.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, clientId } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { getOpenIdProvider, updateOpenIdProvider } from '../../store/iam-open-id-providers.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const RemoveClientIDFromOpenIDConnectProvider = queryOperation('iam', {
  action: {
    name: 'RemoveClientIDFromOpenIDConnectProvider',
    access: 'Write',
    summary:
      'Grants permission to remove the specified client ID (audience) from the list of client IDs in the specified IAM OpenID Connect (OIDC) provider resource',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn, ClientID: clientId }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff', ClientID: 'carillon' },
  async handler({ tx }, { OpenIDConnectProviderArn, ClientID }) {
    const change = await beginIdentityChange(tx);
    const provider = await getOpenIdProvider(change, OpenIDConnectProviderArn);
    // As on AWS, removing what is not there succeeds.
    await updateOpenIdProvider(change, provider, { clientIds: provider.clientIds.filter((known) => known !== ClientID) });
    return {};
  },
});
