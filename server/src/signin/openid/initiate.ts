import { domainOfAddress } from '../../domains/name.ts';
import { UnprocessableEntityException } from '../../errors.ts';
import { isMailAddress } from '../../mail/address.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { Tx } from '../../store/database.ts';
import { listAccountsOfIssuer } from '../../store/openid-configs.ts';
import { findAccountOfDomain } from '../../store/persons.ts';
import type { Site, Step, Visit } from '../way.ts';
import { beginOpenId } from './way.ts';

/** Accounts that one identity provider signs in for and that are looked at. */
const accountsMax = 50;

interface Initiation {
  readonly issuer: string;
  /** Whom the provider wants to sign in; '' = it does not say. */
  readonly loginHint: string;
  readonly next: string;
}

/**
 * A sign-in that begins at the identity provider, such as a click on a tile there. undefined = which account it is for does
 * not follow from what the provider says: the person types an address. Throws UnprocessableEntityException for an issuer that
 * nobody here signs in with.
 * Source: https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin
 */
export async function initiateOpenId(
  site: Site,
  visit: Visit,
  { issuer, loginHint, next }: Initiation,
): Promise<(Step & { kind: 'redirect' }) | undefined> {
  const email = isMailAddress(loginHint) ? loginHint.toLowerCase() : '';
  const accounts = await site.database.read('', (tx) => listAccounts(tx, issuer));
  if (accounts.length === 0) {
    throw new UnprocessableEntityException('Nobody here signs in with the identity provider that has sent you. Tell your administrator.');
  }
  const [only, ...others] = accounts;
  const domain = email === '' ? undefined : domainOfAddress(email);
  const owner = domain === undefined ? undefined : await site.database.read('', (tx) => findAccountOfDomain(tx, domain));
  const account = accounts.find(({ id }) => id === owner?.id) ?? (others.length === 0 ? only : undefined);
  return account && beginOpenId(site, visit, { account, email, next });
}

/** Providers disagree with themselves on whether their issuer ends with a slash; the configuration's spelling is what counts afterwards. */
async function listAccounts(tx: Tx, issuer: string): Promise<AccountRow[]> {
  const other = issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`;
  const found = await listAccountsOfIssuer(tx, issuer, accountsMax);
  return found.length > 0 ? found : listAccountsOfIssuer(tx, other, accountsMax);
}
