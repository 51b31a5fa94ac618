import { z } from 'zod';
import { toUser } from '../../chime/user-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, emailAddress } from '../../shapes/common.ts';
import { User } from '../../shapes/user.ts';
import { getUserByEmail } from '../../store/users.ts';

export const GetUserByEmail = operation({
  action: {
    name: 'GetUserByEmail',
    access: 'Read',
    summary: 'Gets user details for an Amazon Chime user based on the email address in an Amazon Chime enterprise or team account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/users', operation: 'get-by-email', status: 200 },
  input: z.object({ AccountId: accountId, UserEmail: emailAddress }),
  output: z.object({ User: User.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserEmail: 'ana@example.com' },
  async view({ tx }, { AccountId, UserEmail }) {
    return { User: toUser(await getUserByEmail(tx, AccountId, UserEmail)) };
  },
});
