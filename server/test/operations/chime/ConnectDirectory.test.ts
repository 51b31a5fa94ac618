import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthorizeDirectory } from '../../../src/operations/chime/AuthorizeDirectory.ts';
import { ConnectDirectory } from '../../../src/operations/chime/ConnectDirectory.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { ListDirectories } from '../../../src/operations/chime/ListDirectories.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { createAuthority } from '../../support/authority.ts';
import { corpLdif } from '../../support/corp.ts';
import {
  addDirectory,
  addSamba,
  connectTo,
  createEnterprise,
  directoryConnections,
  sync,
  type Registration,
} from '../../support/directories.ts';
import { changeAccount, createTeam } from '../../support/members.ts';
import { document } from '../../support/policies.ts';
import { canStartSamba, domainDn, startSamba, type SambaPeer } from '../../support/samba.ts';
import { startProxy } from '../../support/tcp-proxy.ts';
import { neverAnswer, showCertificate } from '../../support/tls-server.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld({ connections: directoryConnections });
afterAll(() => world.close());

const unreachable = { url: 'ldaps://127.0.0.1:1' };

/** An Enterprise account that may use a directory which is registered so. */
async function authorized(name: string, registration: Registration): Promise<{ AccountId: string; DirectoryId: string }> {
  const AccountId = await createEnterprise(world, name, `${name.toLowerCase().replaceAll(/\W+/g, '-')}.example`);
  const DirectoryId = await addDirectory(world, registration);
  await world.ana.call(AuthorizeDirectory, { AccountId, DirectoryId });
  return { AccountId, DirectoryId };
}

describe('what stands in the way is said before anything is connected to', () => {
  test('422 without a verified domain', async () => {
    const AccountId = await createTeam(world.ana, 'Team');
    const DirectoryId = await addDirectory(world, unreachable);
    await expect(world.ana.call(ConnectDirectory, { AccountId, DirectoryId })).rejects.toMatchObject({
      status: 422,
      message:
        'Account Team has no verified domain. Claim one with AddDomain and have it verified first: only people with an address of it are brought over.',
    });
  });

  test('422 without authorization', async () => {
    const AccountId = await createEnterprise(world, 'Unauthorized', 'unauthorized.example');
    const DirectoryId = await addDirectory(world, unreachable);
    await expect(world.ana.call(ConnectDirectory, { AccountId, DirectoryId })).rejects.toMatchObject({
      status: 422,
      message: `Account Unauthorized may not use directory ${DirectoryId}. Allow it with AuthorizeDirectory first.`,
    });
  });

  test('409 for an account whose users sign in with an identity provider', async () => {
    const ids = await authorized('Oidc', unreachable);
    await changeAccount(world, ids.AccountId, { type: 'EnterpriseOIDC' });
    await expect(world.ana.call(ConnectDirectory, ids)).rejects.toMatchObject({ status: 409 });
  });

  test('409 for an account that is connected to another directory, and for a directory of another account', async () => {
    const { AccountId, DirectoryId } = await authorized('First', unreachable);
    await connectTo(world, AccountId, DirectoryId);
    const second = await authorized('Second', unreachable);
    await expect(world.ana.call(ConnectDirectory, { AccountId, DirectoryId: second.DirectoryId })).rejects.toMatchObject({ status: 409 });
    await world.ana.call(AuthorizeDirectory, { AccountId: second.AccountId, DirectoryId });
    await expect(world.ana.call(ConnectDirectory, { AccountId: second.AccountId, DirectoryId })).rejects.toMatchObject({ status: 409 });
  });

  test("404 for another AWS account's directory", async () => {
    const AccountId = await createEnterprise(world, 'Curious', 'curious.example');
    const DirectoryId = await addDirectory(world, { ...unreachable, tenant: '222222222222' });
    await expect(world.ana.call(ConnectDirectory, { AccountId, DirectoryId })).rejects.toMatchObject({ status: 404 });
  });

  test('403 when the policy denies ds:ConnectDirectory on the directory, and the directory hears nothing', async () => {
    const listener = await startProxy({ host: '127.0.0.1', port: 1 });
    const ids = await authorized('Denied', { url: `ldaps://127.0.0.1:${listener.port}` });
    const resource = `arn:aws:ds:us-east-1:111111111111:directory/${ids.DirectoryId}`;
    const statements = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'ds:ConnectDirectory', Resource: resource },
    ];
    await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'no-connect', PolicyDocument: document(...statements) });
    await expect(world.bo.call(ConnectDirectory, ids)).rejects.toMatchObject({ status: 403 });
    expect(listener.count).toBe(0);
    await expect(world.ana.call(ConnectDirectory, ids)).rejects.toMatchObject({ status: 422 });
    expect(listener.count).toBe(1);
    await listener.close();
  });
});

describe('422 with the reason, and nothing is changed', () => {
  const refusal = async (name: string, registration: Registration): Promise<string> => {
    const ids = await authorized(name, registration);
    const error: unknown = await world.ana.call(ConnectDirectory, ids).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 422, message: expect.stringMatching(/Nothing was changed\.$/) });
    const { Account } = await world.ana.call(GetAccount, { AccountId: ids.AccountId });
    expect(Account).toMatchObject({ AccountType: 'EnterpriseLWA' });
    return error instanceof Error ? error.message : '';
  };

  test('when nobody listens, or nobody answers in time', async () => {
    expect(await refusal('Nobody', unreachable)).toContain('127.0.0.1:1 cannot be reached (ECONNREFUSED).');
    const silent = await neverAnswer();
    expect(await refusal('Silent', { url: `ldaps://127.0.0.1:${silent.port}` })).toContain('did not answer within 10 seconds');
    await silent.close();
  });

  test('when the certificate authority has expired, the certificate has, or is for another name or of another authority', async () => {
    const [current, old] = [createAuthority('Current'), createAuthority('Old', { expired: true })];
    const cases = [
      {
        authority: old,
        names: ['IP:127.0.0.1'],
        ca: old,
        expired: false,
        message: 'The certificate authority that the directory was registered with expired on',
      },
      {
        authority: current,
        names: ['IP:127.0.0.1'],
        ca: current,
        expired: true,
        message: 'has expired. Renew it on the domain controller.',
      },
      { authority: current, names: ['DNS:dc1.corp.example'], ca: current, expired: false, message: 'is not for the host name 127.0.0.1' },
      {
        authority: createAuthority('Other'),
        names: ['IP:127.0.0.1'],
        ca: current,
        expired: false,
        message: 'is not signed by an authority that is trusted',
      },
    ];
    // The world's clock is of another year; certificates are of this machine's.
    world.clock.advance(Math.max(0, Date.now() - world.clock.now()));
    for (const [index, { authority, names, ca, expired, message }] of cases.entries()) {
      const server = await showCertificate(authority, names, { expired });
      expect(await refusal(`Certificate ${index}`, { url: `ldaps://127.0.0.1:${server.port}`, ca: ca.certificate })).toContain(message);
      await server.close();
    }
  });

  test('when its address is one that the operator has not opened', async () => {
    const closed = await createWorld();
    const AccountId = await createEnterprise(closed, 'Closed');
    const DirectoryId = await addDirectory(closed, unreachable);
    await closed.ana.call(AuthorizeDirectory, { AccountId, DirectoryId });
    await expect(closed.ana.call(ConnectDirectory, { AccountId, DirectoryId })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('CARILLON_OUTGOING_ALLOW'),
    });
    await closed.close();
  });
});

describe.runIf(canStartSamba())('with a domain controller', () => {
  let samba: SambaPeer;
  beforeAll(async () => {
    samba = await startSamba(corpLdif(20));
  });
  afterAll(() => samba.stop());

  test.each([
    ['a wrong password', { password: 'wrong' }, 'The directory does not take this name and password for CN=Reader'],
    ['a base DN that is not there', { baseDn: `OU=Nowhere,${domainDn}` }, 'There is no OU=Nowhere'],
    ['a base DN of another domain', { baseDn: 'DC=other,DC=example' }, 'is not in the domain DC=corp,DC=acme,DC=example'],
  ])('422 for %s', async (name, more, message) => {
    const ids = await authorized(name, { url: samba.url, ca: samba.authority.certificate, ...more });
    await expect(world.ana.call(ConnectDirectory, ids)).rejects.toMatchObject({ status: 422, message: expect.stringContaining(message) });
  });

  test.each([
    ['LDAPS', (host: string) => `ldaps://${host}`],
    ['StartTLS', (host: string) => `ldap://${host}`],
  ])('over %s the account becomes EnterpriseDirectory, and its people come', async (name, url) => {
    // The reader has a name of the second domain to sign in with, and no address of the first.
    const [domain, people] = name === 'LDAPS' ? ['acme.example', 20] : ['corp.acme.example', 21];
    const AccountId = await createEnterprise(world, name, domain);
    const DirectoryId = await addSamba(world, samba, { url: url(samba.host) });
    await world.ana.call(AuthorizeDirectory, { AccountId, DirectoryId });
    const rehearsed = await world.ana.call(ConnectDirectory, { AccountId, DirectoryId }, { dryRun: true });
    expect(rehearsed.SyncStatus.State).toBe('Queued');
    const { Account: before } = await world.ana.call(GetAccount, { AccountId });
    expect(before).toMatchObject({ AccountType: 'EnterpriseLWA' });

    const { Directory, SyncStatus } = await world.ana.call(ConnectDirectory, { AccountId, DirectoryId });
    expect(Directory).toMatchObject({ DirectoryId, Type: 'ADConnector', Stage: 'Active', ConnectedAccountId: AccountId });
    expect(SyncStatus).toEqual({ State: 'Queued', UsersSeen: 0, UsersAdded: 0, UsersUpdated: 0, UsersSuspended: 0 });
    const { Account } = await world.ana.call(GetAccount, { AccountId });
    expect(Account).toMatchObject({ AccountType: 'EnterpriseDirectory' });

    await sync(world, AccountId);
    const again = await world.ana.call(ConnectDirectory, { AccountId, DirectoryId });
    expect(again.SyncStatus).toMatchObject({ State: 'Succeeded', UsersSeen: people, UsersAdded: people, UsersSuspended: 0 });
    const { Directories } = await world.ana.call(ListDirectories, {});
    expect(Directories.find((directory) => directory.DirectoryId === DirectoryId)).toEqual(again.Directory);
  });
});
