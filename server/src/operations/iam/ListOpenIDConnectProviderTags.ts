import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { openIdProviderResource } from '../../iam/arns.ts';
import { toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, pagePosition, paging, tagList } from '../../shapes/iam.ts';
import { openIdProviderConditions } from '../../store/iam-conditions.ts';
import { getOpenIdProvider } from '../../store/iam-open-id-providers.ts';
import { readListPage } from '../../store/iam-paging.ts';

export const ListOpenIDConnectProviderTags = queryOperation('iam', {
  action: {
    name: 'ListOpenIDConnectProviderTags',
    access: 'List',
    summary: 'Grants permission to list the tags that are attached to the specified OpenID Connect provider',
    dependsOn: [],
    resource: openIdProviderResource,
    context: openIdProviderConditions,
  },
  input: z.object({ OpenIDConnectProviderArn: arn, ...paging }),
  output: z.object({ Tags: tagList, ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { OpenIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com/staff' },
  async handler({ tx }, { OpenIDConnectProviderArn, ...page }) {
    const { url, tags } = await getOpenIdProvider(tx, OpenIDConnectProviderArn);
    const { rows, position } = await readListPage(tx, ['ListOpenIDConnectProviderTags', url], page, toWireTags(tags));
    return { Tags: [...rows], ...position };
  },
});
