import { z } from 'zod';
import { toDomain } from '../../chime/domain-output.ts';
import { toDomainName } from '../../domains/name.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Domain, domainName } from '../../shapes/domain.ts';
import { getDomain } from '../../store/domains.ts';

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
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DomainName: 'acme.example' },
  async handler({ tx }, { AccountId, DomainName }) {
    return { Domain: toDomain(await getDomain(tx, AccountId, toDomainName(DomainName))) };
  },
});
