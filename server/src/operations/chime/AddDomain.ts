import { z } from 'zod';
import { toDomain } from '../../chime/domain-output.ts';
import { tokenPrefix } from '../../domains/diagnosis.ts';
import { requireClaimable, toDomainName } from '../../domains/name.ts';
import { BadRequestException, ConflictException, NotFoundException, ResourceLimitExceededException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken } from '../../shapes/common.ts';
import { Domain, domainName } from '../../shapes/domain.ts';
import { lockAccount } from '../../store/accounts.ts';
import { countDomains, findDomain, findVerifiedDomain, putDomain, type DomainRow } from '../../store/domains.ts';

/** Claims of one account, whatever became of them. */
const domainsMax = 250;
const tokenBytes = 32;

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
  errors: [BadRequestException, NotFoundException, ConflictException, ResourceLimitExceededException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DomainName: 'acme.example' },
  async handler({ tx, now, random, nudge }, { AccountId, DomainName }) {
    const name = toDomainName(DomainName);
    await requireClaimable(name);
    const account = await lockAccount(tx, AccountId);
    const claimed = await findDomain(tx, account, name);
    if (claimed && claimed.status !== 'Failed') return { Domain: toDomain(claimed) };
    if (await findVerifiedDomain(tx, name)) throw new ConflictException(`Domain ${name} belongs to another account, which has proved it.`);
    if (!claimed && (await countDomains(tx, account)) >= domainsMax) {
      throw new ResourceLimitExceededException(
        `Account ${account.name} has claimed ${domainsMax} domains, as many as an account may. Remove one with DeleteDomain first.`,
      );
    }
    const claim: DomainRow = {
      account_id: account.id,
      name,
      status: 'PendingVerification',
      token: `${tokenPrefix}${Buffer.from(random(tokenBytes)).toString('base64url')}`,
      created_at: now,
      verified_at: null,
      proof_missing_since: null,
      last_check: null,
      next_check_at: now,
      failures: 0,
    };
    await putDomain(tx, claim);
    nudge('check-domains');
    return { Domain: toDomain(claim) };
  },
});
