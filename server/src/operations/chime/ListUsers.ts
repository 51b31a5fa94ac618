import { z } from 'zod';
import { toUser } from '../../chime/user-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, emailAddress, license, maxResults, nextToken, sensitive } from '../../shapes/common.ts';
import { registrationStatus, User, userType } from '../../shapes/user.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';
import { listUsers } from '../../store/users.ts';

export const ListUsers = operation({
  action: { name: 'ListUsers', access: 'List', summary: 'Lists the users in an Amazon Chime account', dependsOn: [] },
  http: { method: 'GET', path: '/accounts/{AccountId}/users', status: 200 },
  input: z.object({
    AccountId: accountId,
    UserEmail: emailAddress.optional(),
    UserType: userType.optional(),
    // Ours: the next three are not in the SDK's model.
    Status: z
      .enum([...registrationStatus.options, 'Released'])
      .meta({ id: 'UserStatus' })
      .optional(),
    License: license.optional(),
    Q: z
      .string()
      .min(1)
      .max(320)
      .meta({ id: 'UserSearch', ...sensitive })
      .optional(),
    MaxResults: maxResults.default(100),
    NextToken: nextToken.optional(),
  }),
  output: z.object({ Users: z.array(User).meta({ id: 'UserList' }).optional(), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', Status: 'Registered' },
  async handler({ tx }, { AccountId, NextToken, MaxResults, ...filters }) {
    const filter = {
      userEmail: filters.UserEmail,
      userType: filters.UserType,
      status: filters.Status,
      license: filters.License,
      q: filters.Q,
    };
    const list = JSON.stringify(['ListUsers', AccountId, filter]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listUsers(tx, AccountId, filter, after, MaxResults);
    return { Users: rows.map(toUser), NextToken: pageToken(tx, list, lastKey) };
  },
});
