import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { openIdProviderResource } from '../../iam/arns.ts';
import { checkThumbprints } from '../../iam/open-id-provider.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, thumbprintList } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { getOpenIdProvider, updateOpenIdProvider } from '../../store/iam-open-id-providers.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UpdateOpenIDConnectProviderThumbprint = queryOperation('iam', {
  action: {
    name: 'UpdateOpenIDConnectProviderThumbprint',
    access: 'Write',
    summary:
      'Grants permission to replace the existing list of server certificate thumbprints that are associated with an OpenID Connect (OIDC) provider resource',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn, ThumbprintList: thumbprintList }),
  output: nothing,
  errors: [InvalidInput, NoSuchEntity],
  example: {
    OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff',
    ThumbprintList: ['990f4193972f2becf12ddeda5237f9c952f20d9e'],
  },
  async handler({ tx }, { OpenIDConnectProviderArn, ThumbprintList }) {
    const change = await beginIdentityChange(tx);
    const provider = await getOpenIdProvider(change, OpenIDConnectProviderArn);
    await updateOpenIdProvider(change, provider, { thumbprints: checkThumbprints(ThumbprintList) });
    return {};
  },
});
