import { putOpenIdConfig, sealClientSecret } from '../../src/store/openid-configs.ts';
import type { World } from './world.ts';

/** The account has a configuration, as if a provider had been asked. */
export async function configureOpenId({ database, clock }: World, accountId: string, issuer = 'https://idp.example'): Promise<void> {
  await database.write('', (tx) =>
    putOpenIdConfig(tx, {
      account_id: accountId,
      issuer,
      client_id: 'carillon',
      client_secret_sealed: sealClientSecret(tx.vault, accountId, 'secret'),
      scopes: '["email","profile"]',
      revision: 'first',
      updated_at: clock.now(),
    }),
  );
}
