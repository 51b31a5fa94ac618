import { z } from 'zod';
import { propose, toStep } from '../../account-resource/proposal.ts';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { AccountResource, ResourceFinding, ResourceStep } from '../../shapes/resource.ts';
import { getAccount } from '../../store/accounts.ts';

export const ValidateAccountResource = operation({
  action: {
    name: 'ValidateAccountResource',
    access: 'Read',
    summary: 'Validates the account resource in your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/resource', operation: 'validate', status: 200 },
  input: z.object({ AccountId: accountId, Resource: AccountResource }),
  output: z.object({ Findings: z.array(ResourceFinding), Plan: z.array(ResourceStep) }),
  errors: [NotFoundException],
  example: {
    AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10',
    Resource: {
      Name: 'Acme',
      Settings: { DisableRemoteControl: false, EnableDialOut: true },
      DefaultLicense: 'Pro',
      SupportedLicenses: ['Basic', 'Pro'],
      Domains: ['acme.example'],
      Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }],
      SignIn: {},
    },
  },
  async ask(outside, { AccountId, Resource }) {
    const written: unknown = Reflect.get(Object(outside.written), 'Resource');
    const { findings, calls } = await outside.read(async (tx) => propose(tx, await getAccount(tx, AccountId), Resource, written));
    return { Findings: [...findings], Plan: (await outside.decideCalls(calls)).map(toStep) };
  },
  async handler(_ctx, _input, answer) {
    return answer;
  },
});
