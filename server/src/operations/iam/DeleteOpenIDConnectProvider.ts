import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { openIdProviderResource, parseOpenIdProviderArn } from '../../iam/arns.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { deleteOpenIdProvider, findOpenIdProviderByArn } from '../../store/iam-open-id-providers.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteOpenIDConnectProvider = queryOperation('iam', {
  action: {
    name: 'DeleteOpenIDConnectProvider',
    access: 'Write',
    summary: 'Grants permission to delete an OpenID Connect identity provider (IdP) resource object in IAM',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff' },
  async handler({ tx }, { OpenIDConnectProviderArn }) {
    const change = await beginIdentityChange(tx);
    const provider = await findOpenIdProviderByArn(change, OpenIDConnectProviderArn);
    // As on AWS, deleting what is not there (but could be) succeeds, and roles go on naming what is gone.
    if (provider) await deleteOpenIdProvider(change, provider);
    else if (parseOpenIdProviderArn(OpenIDConnectProviderArn)?.awsAccountId !== tx.awsAccountId)
      throw new NoSuchEntity(`OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`);
    return {};
  },
});
