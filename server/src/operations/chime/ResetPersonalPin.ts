import { z } from 'zod';
import { toUser } from '../../chime/user-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, userId } from '../../shapes/common.ts';
import { User } from '../../shapes/user.ts';
import { drawPin } from '../../store/pins.ts';
import { getUser, setPin, userAbsent } from '../../store/users.ts';

export const ResetPersonalPin = operation({
  action: {
    name: 'ResetPersonalPin',
    access: 'Write',
    summary: 'Resets the personal meeting PIN for an Amazon Chime user',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/users/{UserId}', operation: 'reset-personal-pin', status: 200 },
  sdkAlias: 'ResetPersonalPIN',
  input: z.object({ AccountId: accountId, UserId: userId }),
  output: z.object({ User: User.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001' },
  async handler({ tx, now, random }, { AccountId, UserId }) {
    const user = await getUser(tx, AccountId, UserId);
    const updated = await setPin(tx, user, await drawPin(tx, random, now));
    // Somebody may have removed the user from the account just now.
    if (!updated) throw new NotFoundException(userAbsent(AccountId, UserId));
    return { User: toUser(updated) };
  },
});
