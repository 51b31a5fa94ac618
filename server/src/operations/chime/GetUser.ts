import { z } from 'zod';
import { toUser } from '../../chime/user-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, userId } from '../../shapes/common.ts';
import { User } from '../../shapes/user.ts';
import { getUser } from '../../store/users.ts';

export const GetUser = operation({
  action: { name: 'GetUser', access: 'Read', summary: 'Gets the user details for an Amazon Chime user', dependsOn: [] },
  http: { method: 'GET', path: '/accounts/{AccountId}/users/{UserId}', status: 200 },
  input: z.object({ AccountId: accountId, UserId: userId }),
  output: z.object({ User: User.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001' },
  async view({ tx }, { AccountId, UserId }) {
    return { User: toUser(await getUser(tx, AccountId, UserId)) };
  },
});
