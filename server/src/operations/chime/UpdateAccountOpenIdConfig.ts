import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { toOpenIdConfig } from '../../chime/openid-output.ts';
import { ConflictException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Account } from '../../shapes/account.ts';
import { openIdClientId, openIdClientSecret, OpenIdConfig, openIdIssuer, openIdScopeList } from '../../shapes/open-id.ts';
import { OpenIdError } from '../../signin/openid/openid-error.ts';
import type { Client } from '../../signin/openid/provider.ts';
import { setAccountType } from '../../store/account-types.ts';
import { getAccount, lockAccount, type AccountRow } from '../../store/accounts.ts';
import type { Tx } from '../../store/database.ts';
import { hasVerifiedDomain } from '../../store/domains.ts';
import { applyLicenseRule } from '../../store/license-rule.ts';
import { findOpenIdConfig, putOpenIdConfig, sealClientSecret } from '../../store/openid-configs.ts';
import { unlinkOtherIssuers } from '../../store/openid-links.ts';
import { endSessionsOfAccount } from '../../store/sessions.ts';

const defaultScopes = ['email', 'profile'];

export const UpdateAccountOpenIdConfig = operation({
  action: {
    name: 'UpdateAccountOpenIdConfig',
    access: 'Write',
    summary: 'Updates the OpenIdConfig attributes for your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'PUT', path: '/accounts/{AccountId}/openid-config', status: 200 },
  input: z.object({
    AccountId: accountId,
    Issuer: openIdIssuer,
    ClientId: openIdClientId,
    ClientSecret: openIdClientSecret,
    Scopes: openIdScopeList.describe('Asked for besides openid; default: email and profile.').optional(),
  }),
  output: z.object({ Account, OpenIdConfig }),
  errors: [NotFoundException, ConflictException, UnprocessableEntityException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    Issuer: 'https://acme.okta.example',
    ClientId: '0oa1carillon',
    ClientSecret: 'kept sealed, never answered',
    Scopes: ['email', 'profile'],
  },
  async ask({ read, connections: { outgoing } }, { AccountId, Issuer, ClientId, ClientSecret }) {
    // Nobody is asked on behalf of an account that could not be configured anyway.
    await read(async (tx) => requireReady(tx, await getAccount(tx, AccountId)));
    const { discoverProvider, requireKeys } = await import('../../signin/openid/provider.ts');
    await requireProvider({ issuer: Issuer, clientId: ClientId, clientSecret: ClientSecret }, async (client) =>
      requireKeys(outgoing, await discoverProvider(outgoing, client)),
    );
  },
  async handler({ tx, now, newId, publicUrl }, { AccountId, Issuer, ClientId, ClientSecret, Scopes }) {
    const account = await lockAccount(tx, AccountId);
    await requireReady(tx, account);
    const before = await findOpenIdConfig(tx, account.id);
    const config = {
      account_id: account.id,
      issuer: Issuer,
      client_id: ClientId,
      client_secret_sealed: sealClientSecret(tx.vault, account.id, ClientSecret),
      scopes: JSON.stringify([...new Set(Scopes ?? defaultScopes)].filter((scope) => scope !== 'openid')),
      revision: newId(),
      updated_at: now,
    };
    await putOpenIdConfig(tx, config);
    await unlinkOtherIssuers(tx, account, Issuer);
    const switched = { ...account, type: 'EnterpriseOIDC' as const };
    if (account.type !== switched.type) {
      await setAccountType(tx, account, switched.type);
      // Whoever is signed in has shown a password that counts no more.
      await endSessionsOfAccount(tx, account.id);
    } else if (before?.issuer !== Issuer || before.client_id !== ClientId) {
      await endSessionsOfAccount(tx, account.id, 'oidc');
    }
    await applyLicenseRule(tx, switched, 'all');
    return { Account: toAccount(switched), OpenIdConfig: toOpenIdConfig(config, publicUrl) };
  },
});

/** Throws ConflictException or UnprocessableEntityException unless the account's users may sign in with an identity provider. */
async function requireReady(tx: Tx, account: AccountRow): Promise<void> {
  if (account.type === 'EnterpriseDirectory') {
    throw new ConflictException(
      `Account ${account.name} is connected to a directory, which its users sign in with. Disconnect it with DisconnectDirectory first.`,
    );
  }
  if (!(await hasVerifiedDomain(tx, account.id))) {
    throw new UnprocessableEntityException(
      `Account ${account.name} has no verified domain. Claim one with AddDomain and prove it, then connect the identity provider.`,
    );
  }
}

/** What is wrong with the provider is for the caller to mend. Throws UnprocessableEntityException. */
async function requireProvider(client: Client, ask: (client: Client) => Promise<void>): Promise<void> {
  try {
    await ask(client);
  } catch (error) {
    if (!(error instanceof OpenIdError)) throw error;
    throw new UnprocessableEntityException(`${error.message} Nothing was changed.`);
  }
}
