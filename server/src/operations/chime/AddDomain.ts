import { z } from 'zod';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken } from '../../shapes/common.ts';
import { Domain, domainName } from '../../shapes/domain.ts';

export const AddDomain = operation({
  action: {
    name: 'AddDomain',
    access: 'Write',
    summary: 'Adds a domain to your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/domains', status: 201 },
  input: z.object({ AccountId: accountId, DomainName: domainName, ClientRequestToken: clientRequestToken.optional() }),
  output: z.object({ Domain }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DomainName: 'acme.example' },
});
