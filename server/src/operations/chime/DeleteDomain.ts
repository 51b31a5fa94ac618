import { z } from 'zod';
import { toDomainName } from '../../domains/name.ts';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { domainName, DomainRemoval } from '../../shapes/domain.ts';
import { makeTeam } from '../../store/account-types.ts';
import { lockAccount, type AccountRow } from '../../store/accounts.ts';
import { releaseDomainUsers, type Reached } from '../../store/domain-users.ts';
import { deleteDomain, getDomain, listHeldDomains } from '../../store/domains.ts';

export const DeleteDomain = operation({
  action: {
    name: 'DeleteDomain',
    access: 'Write',
    summary: 'Deletes a domain from your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'DELETE', path: '/accounts/{AccountId}/domains/{DomainName}', status: 204 },
  input: z.object({ AccountId: accountId, DomainName: domainName }),
  output: z.object({ Removal: DomainRemoval.describe('Only in the answer to a dry run.').optional() }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DomainName: 'acme.example' },
  async handler({ tx }, { AccountId, DomainName }) {
    const name = toDomainName(DomainName);
    const account = await lockAccount(tx, AccountId);
    const domain = await getDomain(tx, AccountId, name);
    const held = await listHeldDomains(tx, account);
    await deleteDomain(tx, domain);
    // A claim that was never proved has reached nobody.
    if (!held.includes(name)) return { Removal: toRemoval(undefined) };
    const isLast = held.length === 1;
    if (isLast) requireNoSignIn(account, name);
    const reached = await releaseDomainUsers(tx, account, name);
    if (isLast) await makeTeam(tx, account);
    return { Removal: toRemoval(reached) };
  },
});

/** A Team has no directory and no identity provider: whoever removes the last domain must mean to end that, too. */
function requireNoSignIn({ name, type }: AccountRow, domain: string): void {
  const nextStep =
    type === 'EnterpriseDirectory'
      ? 'its users sign in with a directory. Disconnect it with DisconnectDirectory'
      : type === 'EnterpriseOIDC'
        ? 'its users sign in with an identity provider. Remove that with DeleteAccountOpenIdConfig'
        : undefined;
  if (nextStep !== undefined) {
    throw new ConflictException(`${domain} is the last domain of account ${name}, and ${nextStep} first, then remove the domain.`);
  }
}

function toRemoval(reached: Reached | undefined): z.input<typeof DomainRemoval> {
  return {
    UsersReleased: reached?.released ?? 0,
    UsersStillSuspended: reached?.stillSuspended ?? 0,
    ProfilesRemoved: reached?.profilesRemoved ?? 0,
    SecondaryAddressesRemoved: reached?.addressesRemoved ?? 0,
    SessionsEnded: reached?.sessionsEnded ?? 0,
  };
}
