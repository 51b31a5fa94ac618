import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Domain, domainName } from '../../shapes/domain.ts';

export const GetDomain = operation({
  action: {
    name: 'GetDomain',
    access: 'Read',
    summary: 'Shows domain details for a domain associated with your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/domains/{DomainName}', status: 200 },
  input: z.object({ AccountId: accountId, DomainName: domainName }),
  output: z.object({ Domain }),
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DomainName: 'acme.example' },
});
