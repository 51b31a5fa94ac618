import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { openIdProviderResource } from '../../iam/arns.ts';
import { removeTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, tagKey } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { getOpenIdProvider, updateOpenIdProvider } from '../../store/iam-open-id-providers.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UntagOpenIDConnectProvider = queryOperation('iam', {
  action: {
    name: 'UntagOpenIDConnectProvider',
    access: 'Tagging',
    summary: 'Grants permission to remove the specified tags from the OpenID Connect (OIDC) identity provider in IAM',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn, TagKeys: z.array(tagKey).max(50) }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff', TagKeys: ['team'] },
  async handler({ tx }, { OpenIDConnectProviderArn, TagKeys }) {
    const change = await beginIdentityChange(tx);
    const provider = await getOpenIdProvider(change, OpenIDConnectProviderArn);
    await updateOpenIdProvider(change, provider, { tags: removeTags(provider.tags, TagKeys, 'keep-case') });
    return {};
  },
});
