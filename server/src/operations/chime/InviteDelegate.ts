import { z } from 'zod';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken, emailAddress } from '../../shapes/common.ts';
import { awsAccountId, Delegate } from '../../shapes/delegate.ts';

export const InviteDelegate = operation({
  action: {
    name: 'InviteDelegate',
    access: 'Write',
    summary: 'Sends an invitation to accept a request for AWS account delegation for an Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/delegates', status: 201 },
  input: z.object({
    AccountId: accountId,
    DelegateAwsAccountId: awsAccountId,
    EmailAddress: emailAddress.describe('Where to send the invitation, besides showing it to the invited AWS account.').optional(),
    ClientRequestToken: clientRequestToken.optional(),
  }),
  output: z.object({ Delegate }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DelegateAwsAccountId: '444455556666', EmailAddress: 'it@partner.example' },
});
