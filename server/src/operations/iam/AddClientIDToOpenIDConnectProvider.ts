import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { openIdProviderResource } from '../../iam/arns.ts';
import { checkClientIds } from '../../iam/open-id-provider.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, clientId } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { getOpenIdProvider, updateOpenIdProvider } from '../../store/iam-open-id-providers.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const AddClientIDToOpenIDConnectProvider = queryOperation('iam', {
  action: {
    name: 'AddClientIDToOpenIDConnectProvider',
    access: 'Write',
    summary:
      'Grants permission to add a new client ID (audience) to the list of registered IDs for the specified IAM OpenID Connect (OIDC) provider resource',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn, ClientID: clientId }),
  output: nothing,
  errors: [InvalidInput, LimitExceeded, NoSuchEntity],
  example: { OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff', ClientID: 'carillon-cli' },
  async handler({ tx }, { OpenIDConnectProviderArn, ClientID }) {
    const change = await beginIdentityChange(tx);
    const provider = await getOpenIdProvider(change, OpenIDConnectProviderArn);
    // As on AWS, adding what is there already succeeds.
    const others = provider.clientIds.filter((known) => known !== ClientID);
    await updateOpenIdProvider(change, provider, { clientIds: checkClientIds([...others, ClientID]) });
    return {};
  },
});
