import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { openIdProviderResource } from '../../iam/arns.ts';
import { toWireDate, toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, clientIdList, date, openIdProviderUrl, tagList, thumbprintList } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { getOpenIdProvider } from '../../store/iam-open-id-providers.ts';

export const GetOpenIDConnectProvider = queryOperation('iam', {
  action: {
    name: 'GetOpenIDConnectProvider',
    access: 'Read',
    summary: 'Grants permission to retrieve information about the specified OpenID Connect (OIDC) provider resource in IAM',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn }),
  output: z.object({
    Url: openIdProviderUrl.optional(),
    ClientIDList: clientIdList.optional(),
    ThumbprintList: thumbprintList.optional(),
    CreateDate: date.optional(),
    Tags: tagList.optional(),
  }),
  errors: [NoSuchEntity],
  example: { OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff' },
  async handler({ tx }, { OpenIDConnectProviderArn }) {
    const { url, clientIds, thumbprints, createdAt, tags } = await getOpenIdProvider(tx, OpenIDConnectProviderArn);
    // As on AWS, without the scheme that it was created with.
    return {
      Url: url,
      ClientIDList: [...clientIds],
      ThumbprintList: [...thumbprints],
      CreateDate: toWireDate(createdAt),
      Tags: toWireTags(tags),
    };
  },
});
