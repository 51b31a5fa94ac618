import { z } from 'zod';
import { changeRetention, toRetentionAnswer } from '../../chime/retention.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, timestamp } from '../../shapes/common.ts';
import { RetentionSettings } from '../../shapes/retention.ts';
import { lockAccount } from '../../store/accounts.ts';

export const PutRetentionSettings = operation({
  name: 'PutRetentionSettings',
  summary: 'Sets how long the messages of the specified Amazon Chime Enterprise account are kept; later they are deleted, with their files',
  needs: { actions: ['UpdateAccountSettings'] },
  mutates: true,
  http: { method: 'PUT', path: '/accounts/{AccountId}/retention-settings', status: 204 },
  input: z.object({ AccountId: accountId, RetentionSettings }),
  output: z.object({ RetentionSettings: RetentionSettings.optional(), InitiateDeletionTimestamp: timestamp.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    RetentionSettings: { RoomRetentionSettings: { RetentionDays: 365 }, ConversationRetentionSettings: { RetentionDays: 90 } },
  },
  async handler({ tx, now }, { AccountId, RetentionSettings: settings }) {
    const account = await lockAccount(tx, AccountId);
    if (account.type === 'Team') {
      throw new BadRequestException(
        `Account ${account.name} is a Team account, which keeps its messages for good. Claim a domain with AddDomain, and have it proved, first.`,
      );
    }
    return toRetentionAnswer(await changeRetention(tx, account.id, settings, now));
  },
});
