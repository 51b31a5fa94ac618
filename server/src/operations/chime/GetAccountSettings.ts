import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { AccountSettings } from '../../shapes/account.ts';
import { accountId } from '../../shapes/common.ts';
import { getAccount } from '../../store/accounts.ts';

export const GetAccountSettings = operation({
  action: { name: 'GetAccountSettings', access: 'Read', summary: 'Shows your Amazon Chime account settings', dependsOn: [] },
  http: { method: 'GET', path: '/accounts/{AccountId}/settings', status: 200 },
  input: z.object({ AccountId: accountId }),
  output: z.object({ AccountSettings: AccountSettings.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async view({ tx }, { AccountId }) {
    const account = await getAccount(tx, AccountId);
    return {
      AccountSettings: { DisableRemoteControl: account.disable_remote_control === 1, EnableDialOut: account.enable_dial_out === 1 },
    };
  },
});
