import { z } from 'zod';
import { readDocument, revisionOf } from '../../account-resource/document.ts';
import { requireRevision } from '../../account-resource/proposal.ts';
import { changeLicenses } from '../../chime/licenses.ts';
import { changeRetention } from '../../chime/retention.ts';
import { ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { AccountResource, revision } from '../../shapes/resource.ts';
import {
  defaultLicense,
  defaultSettings,
  defaultSupportedLicenses,
  getAccount,
  lockAccount,
  updateAccountSettings,
} from '../../store/accounts.ts';

export const ResetAccountResource = operation({
  action: {
    name: 'ResetAccountResource',
    access: 'Write',
    summary: 'Resets the account resource in your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/resource', operation: 'reset', status: 200 },
  input: z.object({ AccountId: accountId, Revision: revision }),
  output: z.object({ Resource: AccountResource, Revision: revision }),
  errors: [NotFoundException, ConflictException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', Revision: 'e9797a7e0f4e43b3b9dfeaed57ec5415' },
  async handler({ tx, now }, { AccountId, Revision }) {
    const account = await lockAccount(tx, AccountId);
    requireRevision(await readDocument(tx, account), Revision);
    await changeLicenses(tx, account, defaultSupportedLicenses, defaultLicense);
    await updateAccountSettings(tx, AccountId, defaultSettings);
    await changeRetention(tx, account.id, {}, now);
    const document = await readDocument(tx, await getAccount(tx, AccountId));
    return { Resource: document, Revision: revisionOf(document) };
  },
});
