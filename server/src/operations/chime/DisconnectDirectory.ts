import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { lockAccount } from '../../store/accounts.ts';
import { disconnectDirectory } from '../../store/directory-connections.ts';

export const DisconnectDirectory = operation({
  action: {
    name: 'DisconnectDirectory',
    access: 'Write',
    summary: 'Disconnects the Active Directory from your Amazon Chime enterprise account',
    dependsOn: [],
  },
  http: { method: 'DELETE', path: '/accounts/{AccountId}/directory', status: 204 },
  input: z.object({ AccountId: accountId }),
  output: nothing,
  errors: [NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async handler({ tx, now }, { AccountId }) {
    const account = await lockAccount(tx, AccountId);
    if (!(await disconnectDirectory(tx, account, now))) {
      throw new NotFoundException(`Account ${account.name} is connected to no directory.`);
    }
    return {};
  },
});
