import { callbackPath, scopesOf } from '../../chime/openid-output.ts';
import { ServiceUnavailableException, UnprocessableEntityException } from '../../errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { findOpenIdConfig, openClientSecret, type OpenIdConfigRow } from '../../store/openid-configs.ts';
import type { Vault } from '../../store/vault.ts';
import { auditAccount } from '../audit.ts';
import { setCookie } from '../cookies.ts';
import { admitSource } from '../throttle.ts';
import type { SignInWay, Site, Step, Visit } from '../way.ts';
import { attemptLifetimeMs, sealAttempt } from './attempt.ts';
import { OpenIdError } from './openid-error.ts';
import type { Client } from './provider.ts';

/** Of state, nonce and verifier each; a verifier has at least 43 characters of base64url. */
const secretBytes = 32;

/** The identity provider of the account that holds the address's domain. */
export const openIdWay: SignInWay = {
  method: 'oidc',
  serves: (account) => account?.type === 'EnterpriseOIDC',
  async begin(site, { account, email, next, visit }) {
    if (!account) throw notSetUp();
    return beginOpenId(site, visit, { account, email, next });
  },
};

interface Beginning {
  readonly account: AccountRow;
  /** What the provider is told about who comes; '' = nothing. */
  readonly email: string;
  readonly next: string;
}

/** Sends the browser to the account's identity provider. Throws ServiceUnavailableException if that is not there. */
export async function beginOpenId(site: Site, visit: Visit, { account, email, next }: Beginning): Promise<Step & { kind: 'redirect' }> {
  const { vault } = site.database;
  const config = await site.database.write('', async (tx) => {
    await admitSource(tx, visit);
    return findOpenIdConfig(tx, account.id);
  });
  if (!config) throw notSetUp();
  const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import('openid-client');
  const [state, nonce, verifier] = [secret(site), secret(site), secret(site)];
  const location = buildAuthorizationUrl(await findProvider(site, visit, account, config, email), {
    redirect_uri: `${site.publicUrl()}${callbackPath(account.id)}`,
    response_type: 'code',
    scope: ['openid', ...scopesOf(config)].join(' '),
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...(email !== '' && { login_hint: email }),
  });
  const attempt = { accountId: account.id, revision: config.revision, state, nonce, verifier, email, next };
  const value = sealAttempt(vault, { ...attempt, expiresAt: visit.now + attemptLifetimeMs });
  return { kind: 'redirect', location: location.href, cookies: [setCookie(visit, 'oidc', value, attemptLifetimeMs)] };
}

async function findProvider(site: Site, visit: Visit, account: AccountRow, config: OpenIdConfigRow, email: string) {
  const { discoverProvider } = await import('./provider.ts');
  try {
    return await discoverProvider(site.outgoing, toClient(site.database.vault, config));
  } catch (error) {
    if (!(error instanceof OpenIdError)) throw error;
    await site.database.write('', (tx) =>
      auditAccount(tx, visit, account, { email }, { name: 'UserAuthentication', method: 'oidc', refusal: error.message }),
    );
    throw new ServiceUnavailableException(
      'The sign-in of your organisation is not there right now. Try again in a minute; if it does not come back, tell your administrator.',
      { cause: error },
    );
  }
}

/** How Carillon shows itself to the provider. */
export function toClient(vault: Vault, config: OpenIdConfigRow): Client {
  return { issuer: config.issuer, clientId: config.client_id, clientSecret: openClientSecret(vault, config) };
}

function secret(site: Site): string {
  return Buffer.from(site.random(secretBytes)).toString('base64url');
}

function notSetUp(): UnprocessableEntityException {
  return new UnprocessableEntityException('Your organisation’s sign-in is not set up completely. Ask your administrator.');
}
