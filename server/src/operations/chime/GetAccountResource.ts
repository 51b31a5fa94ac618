import { z } from 'zod';
import { readDocument, revisionOf } from '../../account-resource/document.ts';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { AccountResource, revision } from '../../shapes/resource.ts';
import { getAccount } from '../../store/accounts.ts';

export const GetAccountResource = operation({
  action: {
    name: 'GetAccountResource',
    access: 'Read',
    summary: 'Shows the details of the account resource associated with your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/resource', status: 200 },
  input: z.object({ AccountId: accountId }),
  output: z.object({ Resource: AccountResource, Revision: revision }),
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
  async view({ tx }, { AccountId }) {
    const document = await readDocument(tx, await getAccount(tx, AccountId));
    return { Resource: document, Revision: revisionOf(document) };
  },
});
