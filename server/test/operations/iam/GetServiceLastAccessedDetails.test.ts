import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { AttachRolePolicy } from '../../../src/operations/iam/AttachRolePolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GenerateServiceLastAccessedDetails } from '../../../src/operations/iam/GenerateServiceLastAccessedDetails.ts';
import { GetServiceLastAccessedDetails } from '../../../src/operations/iam/GetServiceLastAccessedDetails.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { present } from '../../support/members.ts';
import { chimeReadOnly, trust } from '../../support/policies.ts';
import { assume, roleArn } from '../../support/sessions.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const report = async (Arn: string) => {
  await world.door.services.trail.flush();
  const { JobId } = await world.ana.call(GenerateServiceLastAccessedDetails, { Arn, Granularity: 'ACTION_LEVEL' });
  return world.ana.call(GetServiceLastAccessedDetails, { JobId: present(JobId) });
};

test('when a user last used each service and each action, refused or not', async () => {
  await world.bo.call(ListAccounts, {});
  world.clock.advance(60_000);
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  const Arn = `arn:aws:iam::${acme}:user/bo`;
  const { JobStatus, ServicesLastAccessed } = await report(Arn);
  expect(JobStatus).toBe('COMPLETED');
  const chime = ServicesLastAccessed.find(({ ServiceNamespace }) => ServiceNamespace === 'chime');
  expect(chime).toMatchObject({
    ServiceName: 'Amazon Chime',
    LastAuthenticated: '2026-06-01T12:00:00Z',
    LastAuthenticatedEntity: Arn,
    LastAuthenticatedRegion: 'us-east-1',
    TotalAuthenticatedEntities: 1,
  });
  const used = chime?.TrackedActionsLastAccessed?.filter(({ LastAccessedTime }) => LastAccessedTime !== undefined);
  expect(used).toEqual([
    { ActionName: 'ListAccounts', LastAccessedEntity: Arn, LastAccessedTime: '2026-06-01T12:00:00Z', LastAccessedRegion: 'us-east-1' },
  ]);
  expect(ServicesLastAccessed.find(({ ServiceNamespace }) => ServiceNamespace === 'iam')).toMatchObject({
    LastAuthenticated: '2026-06-01T12:01:00Z',
  });
});

test('sessions count for their role, members for their group', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust(acme) });
  await world.ana.call(AttachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly });
  await (await assume(world, world.ana, 'r')).call(ListAccounts, {});
  const chimeOf = async (arn: string) =>
    (await report(arn)).ServicesLastAccessed.find(({ ServiceNamespace }) => ServiceNamespace === 'chime');
  expect(await chimeOf(roleArn('r'))).toMatchObject({ LastAuthenticatedEntity: roleArn('r') });
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  const group = `arn:aws:iam::${acme}:group/staff`;
  expect(await chimeOf(group)).toMatchObject({ TotalAuthenticatedEntities: 0 });
  await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'bo' });
  expect(await chimeOf(group)).toMatchObject({ TotalAuthenticatedEntities: 1 });
  expect(await chimeOf(chimeReadOnly)).toMatchObject({ TotalAuthenticatedEntities: 2 });
});

test('404 for a job of another account', async () => {
  const { JobId } = await world.gil.call(GenerateServiceLastAccessedDetails, { Arn: 'arn:aws:iam::222222222222:user/admin' });
  await expect(world.ana.call(GetServiceLastAccessedDetails, { JobId: present(JobId) })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
