import { z } from 'zod';
import { openIdProviderArn } from '../../iam/arns.ts';
import { queryOperation } from '../../operation.ts';
import { arn } from '../../shapes/iam.ts';
import { listOpenIdProviders } from '../../store/iam-open-id-providers.ts';

export const ListOpenIDConnectProviders = queryOperation('iam', {
  action: {
    name: 'ListOpenIDConnectProviders',
    access: 'List',
    summary:
      'Grants permission to list information about the OpenID Connect (OIDC) provider resource objects that are defined in IAM in the AWS account',
    dependsOn: [],
  },
  input: z.object({}),
  output: z.object({
    OpenIDConnectProviderList: z
      .array(z.object({ Arn: arn.optional() }).meta({ id: 'OpenIDConnectProviderListEntry' }))
      .meta({ id: 'OpenIDConnectProviderListType' })
      .optional(),
  }),
  errors: [],
  example: {},
  async handler({ tx }) {
    const providers = await listOpenIdProviders(tx);
    return { OpenIDConnectProviderList: providers.map(({ url }) => ({ Arn: openIdProviderArn(tx.awsAccountId, url) })) };
  },
});
