import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { apiKeyId } from '../../shapes/api-key.ts';
import { lockAccount } from '../../store/accounts.ts';
import { deleteApiKey } from '../../store/api-keys.ts';

export const DeleteApiKey = operation({
  action: {
    name: 'DeleteApiKey',
    access: 'Write',
    summary: 'Deletes the specified SCIM access key associated with your Amazon Chime account and Okta configuration',
    dependsOn: [],
  },
  http: { method: 'DELETE', path: '/accounts/{AccountId}/api-keys/{ApiKeyId}', status: 204 },
  input: z.object({ AccountId: accountId, ApiKeyId: apiKeyId }),
  output: nothing,
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', ApiKeyId: '0198f3a2-9d04-7c11-a3fe-5b6c7d8e9f01' },
  async handler({ tx }, { AccountId, ApiKeyId }) {
    const account = await lockAccount(tx, AccountId);
    if (await deleteApiKey(tx, account, ApiKeyId)) return {};
    throw new NotFoundException(`Account ${AccountId} has no key ${ApiKeyId}. ListApiKeys names those it has.`);
  },
});
