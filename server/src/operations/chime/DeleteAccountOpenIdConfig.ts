import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { setAccountType } from '../../store/account-types.ts';
import { lockAccount } from '../../store/accounts.ts';
import { applyLicenseRule } from '../../store/license-rule.ts';
import { deleteOpenIdConfig } from '../../store/openid-configs.ts';
import { endSessionsOfAccount } from '../../store/sessions.ts';

export const DeleteAccountOpenIdConfig = operation({
  action: {
    name: 'DeleteAccountOpenIdConfig',
    access: 'Write',
    summary: 'Deletes the OpenIdConfig attributes from your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'DELETE', path: '/accounts/{AccountId}/openid-config', status: 204 },
  input: z.object({ AccountId: accountId }),
  output: nothing,
  errors: [NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async handler({ tx }, { AccountId }) {
    const account = await lockAccount(tx, AccountId);
    if (!(await deleteOpenIdConfig(tx, account))) {
      throw new NotFoundException(`Account ${account.name} has no OpenID Connect configuration.`);
    }
    await endSessionsOfAccount(tx, account.id, 'oidc');
    // What identity providers have pushed and who is linked with whom stays: it counts again if the same issuer comes back.
    if (account.type === 'EnterpriseOIDC') {
      await setAccountType(tx, account, 'EnterpriseLWA');
      await applyLicenseRule(tx, { ...account, type: 'EnterpriseLWA' }, 'all');
    }
    return {};
  },
});
