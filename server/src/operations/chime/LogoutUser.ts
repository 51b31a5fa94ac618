import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing, userId } from '../../shapes/common.ts';
import { endSessions } from '../../store/sessions.ts';
import { getUser } from '../../store/users.ts';

export const LogoutUser = operation({
  action: { name: 'LogoutUser', access: 'Write', summary: 'Spike an Amazon Chime user device', dependsOn: [] },
  http: { method: 'POST', path: '/accounts/{AccountId}/users/{UserId}', operation: 'logout', status: 204 },
  input: z.object({ AccountId: accountId, UserId: userId }),
  output: nothing,
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001' },
  async handler({ tx }, { AccountId, UserId }) {
    const user = await getUser(tx, AccountId, UserId);
    await endSessions(tx, [user.id]);
    return {};
  },
});
