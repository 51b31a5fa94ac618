import { z } from 'zod';
import { EntityAlreadyExists, InvalidInput, LimitExceeded } from '../../errors.ts';
import { openIdProviderArn } from '../../iam/arns.ts';
import { checkClientIds, checkProviderUrl, checkThumbprints, withoutScheme } from '../../iam/open-id-provider.ts';
import { newTags } from '../../iam/tags.ts';
import { toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, clientIdList, openIdProviderUrl, tagList, thumbprintList } from '../../shapes/iam.ts';
import { requestConditions } from '../../store/iam-conditions.ts';
import { insertOpenIdProvider } from '../../store/iam-open-id-providers.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateOpenIDConnectProvider = queryOperation('iam', {
  action: {
    name: 'CreateOpenIDConnectProvider',
    access: 'Write',
    summary: 'Grants permission to create an IAM resource that describes an identity provider (IdP) that supports OpenID Connect (OIDC)',
    dependsOn: [],
    resource: ({ Url }, { awsAccountId }) => openIdProviderArn(awsAccountId, withoutScheme(Url)),
    context: requestConditions,
  },
  input: z.object({
    Url: openIdProviderUrl,
    ClientIDList: clientIdList.optional(),
    ThumbprintList: thumbprintList.optional(),
    Tags: tagList.optional(),
  }),
  output: z.object({ OpenIDConnectProviderArn: arn.optional(), Tags: tagList.optional() }),
  errors: [EntityAlreadyExists, InvalidInput, LimitExceeded],
  example: { Url: 'https://idp.example.com/staff', ClientIDList: ['carillon'] },
  async handler({ tx, now }, { Url, ClientIDList = [], ThumbprintList = [], Tags = [] }) {
    const change = await beginIdentityChange(tx);
    const tags = newTags(Tags, 'keep-case');
    const OpenIDConnectProviderArn = await insertOpenIdProvider(change, {
      url: checkProviderUrl(Url),
      clientIds: checkClientIds(ClientIDList),
      thumbprints: checkThumbprints(ThumbprintList),
      createdAt: now,
      tags,
    });
    return { OpenIDConnectProviderArn, Tags: Tags.length > 0 ? toWireTags(tags) : undefined };
  },
});
