import { z } from 'zod';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken, emailAddress } from '../../shapes/common.ts';
import { User, userType } from '../../shapes/user.ts';

export const CreateUser = operation({
  name: 'CreateUser',
  summary: 'Creates a user under the specified Amazon Chime account',
  needs: { actions: ['InviteUsers'] },
  mutates: true,
  http: { method: 'POST', path: '/accounts/{AccountId}/users', operation: 'create', status: 201 },
  input: z.object({
    AccountId: accountId,
    Username: z.string().optional(),
    Email: emailAddress.optional(),
    UserType: userType.optional(),
    ClientRequestToken: clientRequestToken.optional(),
  }),
  output: z.object({ User: User.optional() }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    Username: 'Front desk',
    Email: 'front.desk@acme.example',
    UserType: 'SharedDevice',
  },
});
