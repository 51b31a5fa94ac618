import { readFileSync } from 'node:fs';
import { compilePolicy } from '@carillon/iam';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { awsManagedPolicies } from '../../src/iam/aws-managed-policies.ts';

const reference = readFileSync(new URL('../cases/amazon-chime-iam-reference.md', import.meta.url), 'utf8');
const actions = [...reference.matchAll(/^\|\s+\[ (\w+) \]/gm)].map(([, name]) => name ?? '');
const documentShape = z.object({
  Statement: z.tuple([z.object({ Effect: z.literal('Allow'), Action: z.array(z.string()), Resource: z.literal('*') })]),
});

// Which action belongs to which policy, in the words of the design (iam.md, "The service around it").
const aboutKeysOpenIdOrCdr = /ApiKey|OpenId|CDR/;
const userManagementAdds = [
  'InviteUsers',
  'SuspendUsers',
  'ActivateUsers',
  'UpdateUserLicenses',
  'ResetPersonalPin',
  'LogoutUser',
  'UpdateAccountSettings',
  'UpdateSupportedLicenses',
  'SubmitSupportRequest',
  'StartDataExport',
  'RetrieveDataExports',
  'GetMeetingDetail',
  'ListMeetingEvents',
  'ListMeetingsReportData',
];
const readOnly = actions.filter(
  (action) => /^(Get|List|Validate)/.test(action) && !userManagementAdds.includes(action) && !aboutKeysOpenIdOrCdr.test(action),
);

function chimeActionsOf(name: string): string[] {
  const policy = awsManagedPolicies.find((one) => one.name === name);
  return documentShape.parse(JSON.parse(policy?.document ?? '')).Statement[0].Action;
}

test('the reference has 57 actions', () => {
  expect(new Set(actions).size).toBe(57);
});

test('AmazonChimeFullAccess has every action, and reads buckets', () => {
  const held = chimeActionsOf('AmazonChimeFullAccess');
  expect(held.filter((action) => action.startsWith('chime:'))).toEqual(actions.map((action) => `chime:${action}`).toSorted());
  expect(held.filter((action) => !/^(chime:|s3:(Get|List))/.test(action))).toEqual([]);
  expect(held).toContain('s3:ListAllMyBuckets');
});

test('AmazonChimeReadOnly has the actions that show something, but not those about keys, OpenID, CDR and meetings', () => {
  expect(chimeActionsOf('AmazonChimeReadOnly')).toEqual(readOnly.map((action) => `chime:${action}`).toSorted());
});

test('AmazonChimeUserManagement adds what looking after users takes', () => {
  expect(chimeActionsOf('AmazonChimeUserManagement')).toEqual(
    [...readOnly, ...userManagementAdds].map((action) => `chime:${action}`).toSorted(),
  );
});

test('every policy that AWS manages compiles, and has an id and a name of its own', () => {
  for (const { document, name } of awsManagedPolicies) compilePolicy(document, { kind: 'managed', name });
  expect(new Set(awsManagedPolicies.flatMap(({ id, name }) => [id, name])).size).toBe(2 * awsManagedPolicies.length);
  for (const { id } of awsManagedPolicies) expect(id).toMatch(/^ANPA[A-Z0-9]{17}$/);
});
