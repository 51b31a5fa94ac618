import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { AccountSettings } from '../../shapes/account.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { updateAccountSettings } from '../../store/accounts.ts';

export const UpdateAccountSettings = operation({
  action: { name: 'UpdateAccountSettings', access: 'Write', summary: 'Modifies your Amazon Chime account settings', dependsOn: [] },
  http: { method: 'PUT', path: '/accounts/{AccountId}/settings', status: 204 },
  input: z.object({ AccountId: accountId, AccountSettings }),
  output: nothing,
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', AccountSettings: { DisableRemoteControl: true } },
  async handler({ tx }, { AccountId, AccountSettings: { DisableRemoteControl, EnableDialOut } }) {
    await updateAccountSettings(tx, AccountId, { disableRemoteControl: DisableRemoteControl, enableDialOut: EnableDialOut });
    return {};
  },
});
