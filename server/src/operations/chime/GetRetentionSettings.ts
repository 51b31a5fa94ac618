import { z } from 'zod';
import { toRetentionAnswer } from '../../chime/retention.ts';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, timestamp } from '../../shapes/common.ts';
import { RetentionSettings } from '../../shapes/retention.ts';
import { getAccount } from '../../store/accounts.ts';
import { findRetention } from '../../store/retention-settings.ts';

export const GetRetentionSettings = operation({
  name: 'GetRetentionSettings',
  summary: 'Retrieves how long the messages of the specified Amazon Chime Enterprise account are kept',
  needs: { actions: ['GetAccountSettings'] },
  mutates: false,
  http: { method: 'GET', path: '/accounts/{AccountId}/retention-settings', status: 200 },
  input: z.object({ AccountId: accountId }),
  output: z.object({ RetentionSettings: RetentionSettings.optional(), InitiateDeletionTimestamp: timestamp.optional() }),
  errors: [NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async view({ tx }, { AccountId }) {
    const { id } = await getAccount(tx, AccountId);
    return toRetentionAnswer(await findRetention(tx, id));
  },
});
