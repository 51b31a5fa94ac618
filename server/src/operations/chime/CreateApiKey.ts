import { z } from 'zod';
import { BadRequestException, NotFoundException, ResourceLimitExceededException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken, timestamp } from '../../shapes/common.ts';
import { ApiKey, apiKeyDescription, apiKeySecret } from '../../shapes/api-key.ts';
import { hashApiKeySecret, newApiKeySecret, toApiKey } from '../../scim/api-key.ts';
import { lockAccount } from '../../store/accounts.ts';
import { countLiveApiKeys, insertApiKey } from '../../store/api-keys.ts';

/** Two for a rotation in each of two systems, and one to spare. */
const liveMax = 5;

export const CreateApiKey = operation({
  action: {
    name: 'CreateApiKey',
    access: 'Write',
    summary: 'Generates a new SCIM access key for your Amazon Chime account and Okta configuration',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/api-keys', status: 201 },
  input: z.object({
    AccountId: accountId,
    Description: apiKeyDescription.optional(),
    ExpiresAt: timestamp.describe('Absent: the key does not expire.').optional(),
    ClientRequestToken: clientRequestToken.optional(),
  }),
  output: z.object({ ApiKey, Secret: apiKeySecret }),
  errors: [BadRequestException, NotFoundException, ResourceLimitExceededException, UnprocessableEntityException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', Description: 'Okta provisioning', ExpiresAt: '2027-02-20T00:00:00.000Z' },
  async handler({ tx, now, newId, random, principal }, { AccountId, Description, ExpiresAt }) {
    const account = await lockAccount(tx, AccountId);
    if (account.type === 'Team') {
      throw new UnprocessableEntityException(
        `Account ${account.name} is a Team account, whose users are invited. Claim a domain with AddDomain first; an Enterprise account takes users from an identity provider.`,
      );
    }
    const expiresAt = ExpiresAt === undefined ? null : Date.parse(ExpiresAt);
    if (expiresAt !== null && expiresAt <= now) {
      throw new BadRequestException(
        `ExpiresAt ${ExpiresAt} has passed. Give a time to come, or leave it out for a key that does not expire.`,
      );
    }
    if ((await countLiveApiKeys(tx, account, now)) >= liveMax) {
      throw new ResourceLimitExceededException(
        `Account ${account.name} has ${liveMax} keys that work. Delete one that is not used any more with DeleteApiKey (ListApiKeys shows when each was last used).`,
      );
    }
    const { secret, prefix } = newApiKeySecret(random);
    const key = {
      account_id: account.id,
      id: newId(),
      secret_hash: hashApiKeySecret(secret),
      prefix,
      description: Description ?? null,
      created_by: principal.arn,
      created_at: now,
      expires_at: expiresAt,
      last_used_at: null,
    };
    await insertApiKey(tx, key);
    return { ApiKey: toApiKey(key), Secret: secret };
  },
});
