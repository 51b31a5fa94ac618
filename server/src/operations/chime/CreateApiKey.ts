import { z } from 'zod';
import { BadRequestException, NotFoundException, ResourceLimitExceededException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken, timestamp } from '../../shapes/common.ts';
import { ApiKey, apiKeyDescription, apiKeySecret } from '../../shapes/api-key.ts';

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
});
