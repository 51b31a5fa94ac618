import { z } from 'zod';
import type { Operation } from '../../src/operation.ts';
import { operations } from '../../src/operations/all.ts';
import { AddDomain } from '../../src/operations/chime/AddDomain.ts';
import { AddOrUpdateGroups } from '../../src/operations/chime/AddOrUpdateGroups.ts';
import { DeleteApiKey } from '../../src/operations/chime/DeleteApiKey.ts';
import { DisassociateSigninDelegateGroupsFromAccount } from '../../src/operations/chime/DisassociateSigninDelegateGroupsFromAccount.ts';
import { AuthorizeDirectory } from '../../src/operations/chime/AuthorizeDirectory.ts';
import { CreateCDRBucket } from '../../src/operations/chime/CreateCDRBucket.ts';
import { GetMeetingDetail } from '../../src/operations/chime/GetMeetingDetail.ts';
import { ConnectDirectory } from '../../src/operations/chime/ConnectDirectory.ts';
import { GetGeneratedPolicy } from '../../src/operations/access-analyzer/GetGeneratedPolicy.ts';
import { GetAccount } from '../../src/operations/chime/GetAccount.ts';
import { GetOutboxMessage } from '../../src/operations/chime/GetOutboxMessage.ts';
import { GetUser } from '../../src/operations/chime/GetUser.ts';
import { GetUserByEmail } from '../../src/operations/chime/GetUserByEmail.ts';
import { AcceptDelegate } from '../../src/operations/chime/AcceptDelegate.ts';
import { InviteDelegate } from '../../src/operations/chime/InviteDelegate.ts';
import { UpdateAccountOpenIdConfig } from '../../src/operations/chime/UpdateAccountOpenIdConfig.ts';
import { AddUserToGroup } from '../../src/operations/iam/AddUserToGroup.ts';
import { AttachGroupPolicy } from '../../src/operations/iam/AttachGroupPolicy.ts';
import { AttachRolePolicy } from '../../src/operations/iam/AttachRolePolicy.ts';
import { AttachUserPolicy } from '../../src/operations/iam/AttachUserPolicy.ts';
import { ChangePassword } from '../../src/operations/iam/ChangePassword.ts';
import { CreateAccessKey } from '../../src/operations/iam/CreateAccessKey.ts';
import { CreateAccountAlias } from '../../src/operations/iam/CreateAccountAlias.ts';
import { CreateGroup } from '../../src/operations/iam/CreateGroup.ts';
import { CreateLoginProfile } from '../../src/operations/iam/CreateLoginProfile.ts';
import { CreateOpenIDConnectProvider } from '../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { CreatePolicy } from '../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../src/operations/iam/CreatePolicyVersion.ts';
import { CreateRole } from '../../src/operations/iam/CreateRole.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { DeleteAccessKey } from '../../src/operations/iam/DeleteAccessKey.ts';
import { GetRequestAuthorizationClass } from '../../src/operations/iam/GetRequestAuthorizationClass.ts';
import { GetRequestAuthorizationDetails } from '../../src/operations/iam/GetRequestAuthorizationDetails.ts';
import { GetServiceLastAccessedDetails } from '../../src/operations/iam/GetServiceLastAccessedDetails.ts';
import { PutGroupPolicy } from '../../src/operations/iam/PutGroupPolicy.ts';
import { PutRolePermissionsBoundary } from '../../src/operations/iam/PutRolePermissionsBoundary.ts';
import { PutRolePolicy } from '../../src/operations/iam/PutRolePolicy.ts';
import { PutUserPermissionsBoundary } from '../../src/operations/iam/PutUserPermissionsBoundary.ts';
import { RunBackgroundJob } from '../../src/operations/iam/RunBackgroundJob.ts';
import { UpdateAccountPasswordPolicy } from '../../src/operations/iam/UpdateAccountPasswordPolicy.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { GetCallerIdentity } from '../../src/operations/sts/GetCallerIdentity.ts';
import { insertAccountGroup } from '../../src/store/account-groups.ts';
import { insertApiKey } from '../../src/store/api-keys.ts';
import { insertDelegate } from '../../src/store/delegates.ts';
import { insertPolicyGeneration } from '../../src/store/policy-generations.ts';
import { keepDenials } from '../../src/store/denials.ts';
import { insertDirectory } from '../../src/store/directories.ts';
import { registerJob } from '../../src/store/jobs.ts';
import { addToOutbox } from '../../src/store/outbox.ts';
import { insertAccessReport } from '../../src/store/access-reports.ts';
import { putClaim } from './claims.ts';
import { connectTo } from './directories.ts';
import { setSigninDelegateGroups } from '../../src/store/signin-delegate-groups.ts';
import { deliver } from './meetings.ts';
import { changeAccount, changeUser, createTeam, inviteUser } from './members.ts';
import { addExampleDevice, withExampleCodes } from './mfa.ts';
import { configureOpenId } from './openid.ts';
import { claimDomain, withAccount } from './people.ts';
import { startRogueProvider } from './rogue-provider.ts';
import { acme, createWorld, localConnections, type World } from './world.ts';

// The declarations' examples are inputs of one imaginary AWS account. A stage is a world in which they are true, so
// that the derived tests can carry out every operation without knowing it.

/** The AWS account that the examples are written for. */
const exampleAwsAccountId = '111122223333';

/** The operation's example as it is true in an AWS account, Acme unless another one is named. */
export function exampleOf(operation: Operation, awsAccountId = acme): Record<string, unknown> {
  const text = JSON.stringify(operation.example).replaceAll(exampleAwsAccountId, awsAccountId);
  return Input.parse(JSON.parse(withExampleCodes(text.replaceAll(UpdateAccountOpenIdConfig.example.Issuer, issuer))));
}

/** The identity provider of the examples; nobody asks it before the stages are set. */
let issuer = UpdateAccountOpenIdConfig.example.Issuer;

const Input = z.record(z.string(), z.unknown());

/** Operations that are carried out for whoever signs them: the token of an identity provider needs the provider. */
export const carriedOut: readonly Operation[] = operations.filter(({ takesWebIdentity }) => !takesWebIdentity);

export interface Stage {
  readonly name: string;
  readonly world: World;
}

/** Four states of affairs; the example of each operation that is carried out succeeds in at least one of them. */
export async function createStages(): Promise<Stage[]> {
  issuer = (await startRogueProvider()).issuer;
  return [
    { name: 'a new account', world: await newAccount() },
    { name: 'unused things', world: await unusedThings() },
    { name: 'everything in use', world: await everythingInUse() },
    { name: 'a connected directory', world: await connectedDirectory() },
  ];
}

/** The examples' Team account, without users; nobody in IAM but the administrator. */
async function newAccount(): Promise<World> {
  const world = await createWorld({ connections: localConnections });
  const id = await createTeam(world.ana, 'Example');
  await changeAccount(world, id, { id: GetAccount.example.AccountId });
  return world;
}

/** The account is an Enterprise with a suspended user; IAM has a user, a group and a policy that have nothing to do with each other. */
async function unusedThings(): Promise<World> {
  const world = await withUser('Suspended');
  await changeAccount(world, GetAccount.example.AccountId, { type: 'EnterpriseLWA' });
  await claimDomain(world, GetAccount.example.AccountId, 'claimed.example');
  await addProvisioning(world);
  for (const operation of [CreateUser, CreateRole, CreateGroup, CreatePolicy, CreateOpenIDConnectProvider])
    await expectSuccess(world, operation);
  await addExampleDevice(world, { enabled: false });
  await addExampleDirectory(world);
  await expectSuccess(world, AuthorizeDirectory);
  await addDelegate(world, await createTeam(world.gil, 'Globex'), acme);
  await addMeeting(world);
  return world;
}

/** The examples' meeting, as a source reports it. */
async function addMeeting({ database, clock }: World): Promise<void> {
  const { AccountId, ConferenceId } = GetMeetingDetail.example;
  const event = { id: 'started', type: 'meeting.started', time: clock.now(), conferenceId: ConferenceId, data: {} } as const;
  await deliver(database, AccountId, [event], clock.now());
}

/** The examples' key and groups, and the Enterprise account that their ids are written for. */
async function addProvisioning(world: World): Promise<void> {
  const { AccountId, ApiKeyId } = DeleteApiKey.example;
  await changeAccount(world, await createTeam(world.ana, 'Provisioned'), { id: AccountId, type: 'EnterpriseLWA' });
  const names = [
    ...AddOrUpdateGroups.example.Groups.map(({ GroupName }) => GroupName),
    ...DisassociateSigninDelegateGroupsFromAccount.example.GroupNames,
  ];
  await withAccount(world, acme, AccountId, async (tx, account) => {
    const key = {
      secret_hash: '',
      prefix: 'carillon_scim_',
      description: null,
      created_by: '',
      created_at: 0,
      expires_at: null,
      last_used_at: null,
    };
    await insertApiKey(tx, { account_id: AccountId, id: ApiKeyId, ...key });
    for (const name of names) await insertAccountGroup(tx, account, { id: name, source: 'scim', name, externalId: null, now: 0 });
    await setSigninDelegateGroups(tx, account, names);
  });
}

/** The account gets its users from the examples' directory, which nothing here reaches. */
async function connectedDirectory(): Promise<World> {
  const world = await newAccount();
  const { AccountId, DirectoryId } = ConnectDirectory.example;
  await putClaim(world, AccountId, 'acme.example');
  await addExampleDirectory(world);
  await connectTo(world, AccountId, DirectoryId);
  return world;
}

async function addExampleDirectory({ database }: World): Promise<void> {
  const id = ConnectDirectory.example.DirectoryId;
  const where = { name: 'corp.acme.example', url: 'ldaps://127.0.0.1:1', start_tls: 0, base_dn: 'DC=corp', authority: null };
  await database.write(acme, (tx) =>
    insertDirectory(tx, { aws_account_id: acme, id, ...where, bind_dn: 'CN=Reader', created_at: 0 }, 'secret'),
  );
}

/** A Team with a registered user and a domain that is claimed; user, group and policy of IAM with all that can be attached to them. */
export async function everythingInUse(): Promise<World> {
  const world = await withUser('Registered');
  const made = [CreateUser, CreateRole, CreateGroup, CreatePolicy, CreatePolicyVersion, AddUserToGroup];
  const attached = [AttachUserPolicy, AttachRolePolicy, AttachGroupPolicy, PutUserPolicy, PutRolePolicy, PutGroupPolicy, CreateAccessKey];
  const bounded = [PutUserPermissionsBoundary, PutRolePermissionsBoundary];
  const account = [
    CreateOpenIDConnectProvider,
    UpdateAccountPasswordPolicy,
    CreateLoginProfile,
    CreateAccountAlias,
    AddDomain,
    CreateCDRBucket,
  ];
  for (const operation of [...made, ...attached, ...bounded, ...account]) await expectSuccess(world, operation);
  await addExampleDevice(world, { enabled: true });
  const report = { id: GetServiceLastAccessedDetails.example.JobId, entityArn: `arn:aws:iam::${acme}:role/help-desk`, createdAt: 0 };
  await world.database.write(acme, (tx) => insertAccessReport(tx, { ...report, granularity: 'ACTION_LEVEL' }));
  const generation = { id: GetGeneratedPolicy.example.jobId, principalArn: `arn:aws:iam::${acme}:user/carol`, entityId: '', startedAt: 0 };
  await world.database.write(acme, (tx) => insertPolicyGeneration(tx, { ...generation, request: { from: 0, to: 0, trails: [] } }));
  // Ana carries the examples out, and one of them changes the caller’s own password.
  await world.ana.call(CreateLoginProfile, { UserName: 'admin', Password: ChangePassword.example.OldPassword });
  const key = { id: DeleteAccessKey.example.AccessKeyId };
  await world.database.write('', (tx) =>
    tx.query(
      tx.sql
        .updateTable('access_keys')
        .set(key)
        .where('user_id', '=', tx.sql.selectFrom('iam_users').select('id').where('name', '=', CreateUser.example.UserName)),
    ),
  );
  await refuseTwice(world);
  await world.database.write('', (tx) => registerJob(tx, RunBackgroundJob.example.JobName, world.clock.now()));
  await configureOpenId(world, GetAccount.example.AccountId);
  await addDelegate(world, GetAccount.example.AccountId, InviteDelegate.example.DelegateAwsAccountId);
  return world;
}

/** An invitation that waits, and its mail, as the examples name them. */
async function addDelegate({ database, clock }: World, accountId: string, delegateAwsAccountId: string): Promise<void> {
  await database.write('', async (tx) => {
    const times = { now: clock.now(), expiresAt: clock.now() + 1 };
    const mail = { kind: 'DelegateInvitation', recipient: 'partner@example.com', subject: 'Manage', body: 'Accept' } as const;
    await addToOutbox(tx, { id: GetOutboxMessage.example.MessageId, accountId, ...mail, ...times });
    await insertDelegate(tx, {
      account_id: accountId,
      delegate_aws_account_id: delegateAwsAccountId,
      id: AcceptDelegate.example.DelegateId,
      state: 'Pending',
      email: null,
      outbox_id: GetOutboxMessage.example.MessageId,
      invited_by: `arn:aws:iam::${acme}:user/admin`,
      created_at: clock.now(),
      expires_at: clock.now() + 1,
      accepted_by: null,
      accepted_at: null,
    });
  });
}

/** Two requests of Ana's that were refused, as the examples name them. */
async function refuseTwice({ database, clock, ana }: World): Promise<void> {
  const { UserId = '', Arn = '' } = await ana.call(GetCallerIdentity, {});
  const policy = {
    kind: 'managed',
    name: 'arn:aws:iam::aws:policy/None',
    text: '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}',
  } as const;
  const detail = {
    requestId: '019e8306-5c00-7000-8000-00000000000f',
    message: 'User: … is not authorized to perform: chime:GetUser on resource: * with an explicit deny in an identity-based policy',
    principal: { id: UserId, arn: Arn, name: 'admin' },
    decision: 'explicitDeny',
    layer: 'identity',
    request: { action: 'chime:GetUser', resource: '*', context: { 'aws:SourceIp': '203.0.113.7' } },
    groups: [{ layer: 'identity', level: 0, mustAllow: true, policies: [policy] }],
  } as const;
  const ids = [GetRequestAuthorizationDetails.example.AuthorizationId, GetRequestAuthorizationClass.example.AuthorizationId];
  await database.write(acme, (tx) =>
    keepDenials(
      tx,
      ids.map((id) => ({ id, time: clock.now(), principalId: UserId, detail })),
    ),
  );
}

async function withUser(registration_status: 'Registered' | 'Suspended'): Promise<World> {
  const world = await newAccount();
  const id = await inviteUser(world.ana, GetAccount.example.AccountId, GetUserByEmail.example.UserEmail);
  await world.database.write('', (tx) => tx.query(tx.sql.deleteFrom('invites')));
  await changeUser(world, id, {
    id: GetUser.example.UserId,
    registration_status,
    invitation_status: 'Accepted',
    registered_on: world.clock.now(),
  });
  return world;
}

async function expectSuccess({ ana }: World, operation: Operation): Promise<void> {
  const { status, body } = await ana.attempt(operation, exampleOf(operation));
  if (status >= 300) throw new Error(`The stage could not be set: ${operation.name} answered ${body}`);
}
