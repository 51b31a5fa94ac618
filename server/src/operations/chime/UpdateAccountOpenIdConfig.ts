import { z } from 'zod';
import { ConflictException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Account } from '../../shapes/account.ts';
import { openIdClientId, openIdClientSecret, OpenIdConfig, openIdIssuer, openIdScopeList } from '../../shapes/open-id.ts';

export const UpdateAccountOpenIdConfig = operation({
  action: {
    name: 'UpdateAccountOpenIdConfig',
    access: 'Write',
    summary: 'Updates the OpenIdConfig attributes for your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'PUT', path: '/accounts/{AccountId}/openid-config', status: 200 },
  input: z.object({
    AccountId: accountId,
    Issuer: openIdIssuer,
    ClientId: openIdClientId,
    ClientSecret: openIdClientSecret,
    Scopes: openIdScopeList.describe('Asked for besides openid; default: email and profile.').optional(),
  }),
  output: z.object({ Account, OpenIdConfig }),
  errors: [NotFoundException, ConflictException, UnprocessableEntityException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    Issuer: 'https://acme.okta.example',
    ClientId: '0oa1carillon',
    ClientSecret: 'kept sealed, never answered',
    Scopes: ['email', 'profile'],
  },
});
