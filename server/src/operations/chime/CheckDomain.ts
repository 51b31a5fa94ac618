import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Domain, domainName } from '../../shapes/domain.ts';

export const CheckDomain = operation({
  name: 'CheckDomain',
  summary: 'Asks the name servers of a domain for its verification record now',
  needs: { actions: ['AddDomain'] },
  mutates: true,
  http: { method: 'POST', path: '/accounts/{AccountId}/domains/{DomainName}', operation: 'check', status: 200 },
  input: z.object({ AccountId: accountId, DomainName: domainName }),
  output: z.object({ Domain }),
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DomainName: 'acme.example' },
});
