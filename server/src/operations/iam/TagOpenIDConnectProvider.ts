import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { openIdProviderResource } from '../../iam/arns.ts';
import { addTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, tagList } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { getOpenIdProvider, updateOpenIdProvider } from '../../store/iam-open-id-providers.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const TagOpenIDConnectProvider = queryOperation('iam', {
  action: {
    name: 'TagOpenIDConnectProvider',
    access: 'Tagging',
    summary: 'Grants permission to add tags to an OpenID Connect (OIDC) identity provider',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn, Tags: tagList }),
  output: nothing,
  errors: [InvalidInput, LimitExceeded, NoSuchEntity],
  example: {
    OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff',
    Tags: [{ Key: 'team', Value: 'help-desk' }],
  },
  async handler({ tx }, { OpenIDConnectProviderArn, Tags }) {
    const change = await beginIdentityChange(tx);
    const provider = await getOpenIdProvider(change, OpenIDConnectProviderArn);
    await updateOpenIdProvider(change, provider, { tags: addTags(provider.tags, Tags, 'keep-case') });
    return {};
  },
});
