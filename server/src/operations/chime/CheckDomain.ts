import { z } from 'zod';
import { toDomain } from '../../chime/domain-output.ts';
import { diagnose } from '../../domains/diagnosis.ts';
import { toDomainName } from '../../domains/name.ts';
import { recordCheck } from '../../domains/record-check.ts';
import { BadRequestException, NotFoundException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Domain, domainName } from '../../shapes/domain.ts';
import { getDomain } from '../../store/domains.ts';

export const CheckDomain = operation({
  name: 'CheckDomain',
  summary: 'Asks the name servers of a domain for its verification record now',
  needs: { actions: ['AddDomain'] },
  mutates: true,
  http: { method: 'POST', path: '/accounts/{AccountId}/domains/{DomainName}', operation: 'check', status: 200 },
  input: z.object({ AccountId: accountId, DomainName: domainName }),
  output: z.object({ Domain }),
  errors: [BadRequestException, NotFoundException, ServiceUnavailableException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DomainName: 'acme.example' },
  async ask({ connections, now, read }, { AccountId, DomainName }) {
    const claim = await read((tx) => getDomain(tx, AccountId, toDomainName(DomainName)));
    return { claim, finding: diagnose(claim.name, claim.token, await connections.nameServers.observe(claim.name, claim.token), now) };
  },
  async handler({ tx, now, newId, nudge }, { AccountId }, { claim, finding }) {
    const checked = await recordCheck(tx, claim, finding, { now, newId });
    if (checked?.status === 'Verified') nudge('check-domains');
    // The claim was removed or renewed while its servers were asked: as it is now, it has not been checked.
    return { Domain: toDomain(checked ?? (await getDomain(tx, AccountId, claim.name))) };
  },
});
