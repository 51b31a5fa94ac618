import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { domainName, DomainRemoval } from '../../shapes/domain.ts';

export const DeleteDomain = operation({
  action: {
    name: 'DeleteDomain',
    access: 'Write',
    summary: 'Deletes a domain from your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'DELETE', path: '/accounts/{AccountId}/domains/{DomainName}', status: 204 },
  input: z.object({ AccountId: accountId, DomainName: domainName }),
  output: z.object({ Removal: DomainRemoval }),
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DomainName: 'acme.example' },
});
