import { z } from 'zod';
import { BadRequestException, ConflictException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { AccountResource, ResourceStep, revision } from '../../shapes/resource.ts';

export const UpdateAccountResource = operation({
  action: {
    name: 'UpdateAccountResource',
    access: 'Write',
    summary: 'Updates the account resource in your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'PUT', path: '/accounts/{AccountId}/resource', status: 200 },
  input: z.object({ AccountId: accountId, Resource: AccountResource, Revision: revision }),
  output: z.object({ Resource: AccountResource, Revision: revision, Applied: z.array(ResourceStep) }),
  errors: [BadRequestException, NotFoundException, ConflictException, UnprocessableEntityException],
  example: {
    AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10',
    Resource: {
      Name: 'Acme',
      Settings: { DisableRemoteControl: false, EnableDialOut: true },
      DefaultLicense: 'Pro',
      SupportedLicenses: ['Basic', 'Pro'],
      Domains: ['acme.example'],
      Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }],
      SignIn: { DirectoryId: 'd-926777f0a1' },
    },
    Revision: '7f3c9a1e',
  },
});
