import { z } from 'zod';
import { readDocument, revisionOf } from '../../account-resource/document.ts';
import { propose, requireApplicable, requireNoGroupErrors, requireRevision, toStep } from '../../account-resource/proposal.ts';
import {
  BadRequestException,
  ConflictException,
  NotFoundException,
  ResourceLimitExceededException,
  UnprocessableEntityException,
} from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { AccountResource, ResourceStep, revision } from '../../shapes/resource.ts';
import { getAccount, lockAccount } from '../../store/accounts.ts';

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
  errors: [BadRequestException, ResourceLimitExceededException, NotFoundException, ConflictException, UnprocessableEntityException],
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
    Revision: 'e9797a7e0f4e43b3b9dfeaed57ec5415',
  },
  async ask(outside, { AccountId, Resource, Revision }) {
    const written: unknown = Reflect.get(Object(outside.written), 'Resource');
    const { current, findings, calls } = await outside.read(async (tx) => propose(tx, await getAccount(tx, AccountId), Resource, written));
    requireRevision(current, Revision);
    requireApplicable(findings);
    return outside.prepareCalls(calls);
  },
  async handler(ctx, { AccountId, Revision }, calls) {
    const account = await lockAccount(ctx.tx, AccountId);
    requireRevision(await readDocument(ctx.tx, account), Revision);
    // The revision is the one that the calls were planned from, so the plan still leads to the document.
    for (const call of calls) requireNoGroupErrors(await call.carryOut(ctx));
    const document = await readDocument(ctx.tx, await getAccount(ctx.tx, AccountId));
    return { Resource: document, Revision: revisionOf(document), Applied: calls.map(toStep) };
  },
});
