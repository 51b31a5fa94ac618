import { expect } from 'vitest';
import { z } from 'zod';
import { codeOf, stepAt } from '../../../src/iam/totp.ts';
import { fromBase32 } from '../../support/mfa.ts';
import { callerOf, textAt, type Stage } from './stage.ts';

const Device = z.object({
  // A blob is bytes to the SDK.
  VirtualMFADevice: z.object({ SerialNumber: z.string(), Base32StringSeed: z.union([z.string(), z.instanceof(Uint8Array)]) }),
});

/** A virtual MFA device, from its seed to its end. */
export async function aDevice({ aws }: Stage): Promise<void> {
  const UserName = 'carol';
  await aws('CreateUser', { UserName });
  const { VirtualMFADevice } = Device.parse(await aws('CreateVirtualMFADevice', { VirtualMFADeviceName: 'phone' }));
  const { SerialNumber, Base32StringSeed } = VirtualMFADevice;
  const seed = fromBase32(Buffer.from(Base32StringSeed).toString());
  const now = stepAt(Date.now());
  const codes = (steps: number): object => ({
    AuthenticationCode1: codeOf(seed, now + steps),
    AuthenticationCode2: codeOf(seed, now + steps + 1),
  });
  expect(await aws('ListVirtualMFADevices', { AssignmentStatus: 'Unassigned' })).toMatchObject({ VirtualMFADevices: [{ SerialNumber }] });
  await aws('EnableMFADevice', { UserName, SerialNumber, ...codes(-4) });
  await aws('ResyncMFADevice', { UserName, SerialNumber, ...codes(-1) });
  expect(await aws('ListMFADevices', { UserName })).toMatchObject({ MFADevices: [{ SerialNumber }] });
  await aws('TagMFADevice', { SerialNumber, Tags: ['team', 'site'].map((Key) => ({ Key, Value: 'x' })) });
  await aws('UntagMFADevice', { SerialNumber, TagKeys: ['team'] });
  expect(await aws('ListMFADeviceTags', { SerialNumber })).toMatchObject({ Tags: [{ Key: 'site', Value: 'x' }] });
  const key = callerOf(await aws('CreateAccessKey', { UserName }));
  const session = callerOf(await aws('GetSessionToken', { SerialNumber, TokenCode: codeOf(seed, now + 1), DurationSeconds: 900 }, key));
  expect(textAt(await aws('GetCallerIdentity', {}, session), 'Arn')).toMatch(/:user\/carol$/);
  await aws('DeactivateMFADevice', { UserName, SerialNumber });
  await aws('DeleteVirtualMFADevice', { SerialNumber });
  await aws('DeleteAccessKey', { UserName, AccessKeyId: key.accessKeyId });
  await aws('DeleteUser', { UserName });
}

/** What belongs to the account as a whole. */
export async function theAccount({ aws, account }: Stage): Promise<void> {
  await aws('CreateAccountAlias', { AccountAlias: 'acme' });
  expect(await aws('ListAccountAliases')).toMatchObject({ AccountAliases: ['acme'] });
  await aws('DeleteAccountAlias', { AccountAlias: 'acme' });
  await aws('UpdateAccountPasswordPolicy', { MinimumPasswordLength: 12, RequireNumbers: true });
  expect(await aws('GetAccountPasswordPolicy')).toMatchObject({ PasswordPolicy: { MinimumPasswordLength: 12, RequireNumbers: true } });
  await aws('DeleteAccountPasswordPolicy');
  expect(await aws('GetAccountSummary')).toMatchObject({ SummaryMap: { Users: 1, UsersQuota: 5000, AccountMFAEnabled: 0 } });
  expect(await aws('GetAccountAuthorizationDetails', { Filter: ['User'] })).toMatchObject({ UserDetailList: [{ UserName: 'admin' }] });
  const Arn = `arn:aws:iam::${account}:user/admin`;
  const JobId = textAt(await aws('GenerateServiceLastAccessedDetails', { Arn, Granularity: 'ACTION_LEVEL' }), 'JobId');
  expect(await aws('GetServiceLastAccessedDetails', { JobId })).toMatchObject({ JobStatus: 'COMPLETED', JobType: 'ACTION_LEVEL' });
}
