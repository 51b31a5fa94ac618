import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateUser } from '../src/operations/iam/CreateUser.ts';
import { CreateAccessKey } from '../src/operations/iam/CreateAccessKey.ts';
import { GetAccount } from '../src/operations/chime/GetAccount.ts';
import { LookupEvents } from '../src/operations/cloudtrail/LookupEvents.ts';
import { ListAccounts } from '../src/operations/chime/ListAccounts.ts';
import { ListUsers } from '../src/operations/chime/ListUsers.ts';
import { RenameAccount } from '../src/operations/chime/RenameAccount.ts';
import { operations } from '../src/operations/all.ts';
import { createAnswers } from '../src/pipeline/answers.ts';
import { renameAccount } from '../src/store/accounts.ts';
import { openDatabase } from '../src/store/open.ts';
import { createTeam, inviteUser } from './support/members.ts';
import { acme, createWorld } from './support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

let AccountId = '';
beforeAll(async () => {
  AccountId = await createTeam(world.ana, 'Acme Europe');
});

const nameOf = async (): Promise<string | undefined> => (await world.ana.call(GetAccount, { AccountId })).Account?.Name;

describe('an answer that was given before', () => {
  test('is never given after a write of the same AWS account', async () => {
    for (const Name of ['One', 'Two', 'Three']) {
      await world.ana.call(RenameAccount, { AccountId, Name });
      expect([await nameOf(), await nameOf()]).toEqual([Name, Name]);
    }
    const before = await world.ana.call(ListUsers, { AccountId });
    await inviteUser(world.ana, AccountId, 'new@acme.example');
    const after = await world.ana.call(ListUsers, { AccountId });
    expect([before.Users?.length, after.Users?.length]).toEqual([0, 1]);
  });

  test('is not given after another process has written, but for a moment', async () => {
    const { dataDir, databaseUrl } = world;
    const other = await openDatabase({ dataDir, databaseUrl, databaseConnections: 1 }, randomBytes);
    for (const name of ['From elsewhere', 'From elsewhere again']) {
      await nameOf();
      await other.write(acme, (tx) => renameAccount(tx, AccountId, name));
      // No command has ended in a time as short as that, so nobody knows yet that it has written.
      await setTimeout(5);
      expect(await nameOf()).toBe(name);
    }
    await other.close();
  });

  test('is not changed by a rehearsal', async () => {
    const name = await nameOf();
    await world.ana.call(RenameAccount, { AccountId, Name: 'Only rehearsed' }, { dryRun: true });
    expect(await nameOf()).toBe(name);
  });

  test('is not given to another AWS account', async () => {
    await nameOf();
    await expect(world.gil.call(GetAccount, { AccountId })).rejects.toMatchObject({ status: 404 });
    expect((await world.ana.call(ListAccounts, {})).Accounts).toHaveLength(1);
    expect((await world.gil.call(ListAccounts, {})).Accounts).toEqual([]);
  });

  test('is not given to a caller without the permission', async () => {
    await world.ana.call(CreateUser, { UserName: 'cy' });
    const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'cy' });
    const cy = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
    await nameOf();
    await expect(cy.call(GetAccount, { AccountId })).rejects.toMatchObject({ status: 403 });
  });

  test('is audited like any other', async () => {
    const replies = [await world.ana.attempt(GetAccount, { AccountId }), await world.ana.attempt(GetAccount, { AccountId })];
    await world.door.services.trail.flush();
    const events = replies.map(async ({ headers }) => {
      const LookupAttributes = [{ AttributeKey: 'EventId' as const, AttributeValue: headers['x-amzn-requestid'] ?? '' }];
      return (await world.ana.call(LookupEvents, { LookupAttributes })).Events?.map(({ EventName }) => EventName);
    });
    expect(await Promise.all(events)).toEqual([['GetAccount'], ['GetAccount']]);
  });

  test('to an input counts for that input only', async () => {
    const small = await world.ana.call(ListAccounts, { MaxResults: 1 });
    const named = await world.ana.call(ListAccounts, { MaxResults: 1, Name: 'Nobody has this name' });
    expect([small.Accounts?.length, named.Accounts?.length]).toEqual([1, 0]);
  });
});

/** Answers on the world's database that count how often they are made. */
function counting(bytesMax: number) {
  const answers = createAnswers(world.database, bytesMax);
  let made = 0;
  const ask = async (Name: string, work: () => Promise<string> = async () => 'text') => {
    const make = async () => ({ output: { text: await work(), made: (made += 1) }, concerned: new Set<string>() });
    return (await answers.find(acme, ListAccounts, { Name }, make)).output.text;
  };
  return { ask, made: () => made };
}

describe('remembering answers', () => {
  // Elsewhere whatever is stored beside the test, in other databases of the server too, is a reason to forget.
  const isTold = world.database.engine === 'sqlite';

  test('happens where the database tells whether its data are the same', async () => {
    const { ask, made } = counting(1_000_000);
    let asked = 0;
    for (; asked < 200 && made() === asked; asked += 1) await ask('a');
    expect(made()).toBeLessThan(asked);
  });

  test('does not happen where the database cannot tell', async () => {
    const answers = createAnswers({ ...world.database, dataVersion: () => undefined }, 1_000_000);
    const find = () => answers.find(acme, ListAccounts, {}, async () => ({ output: {}, concerned: new Set() }));
    expect(await find()).not.toBe(await find());
  });

  test('goes by the version of the data, which every commit changes', async () => {
    const rename = (name: string) => world.database.write(acme, (tx) => renameAccount(tx, AccountId, name));
    const versions = [await world.database.dataVersion()];
    for (const name of ['Version 1', 'Version 2', 'Version 3']) {
      await rename(name);
      versions.push(await world.database.dataVersion());
    }
    expect(versions).not.toContain(undefined);
    expect(new Set(versions).size).toBe(versions.length);
  });

  test.runIf(isTold)('lasts while nothing is stored but audit events', async () => {
    const { ask, made } = counting(1_000_000);
    await ask('a');
    await nameOf();
    await world.door.services.trail.flush({ keyUse: true });
    await ask('a');
    expect(made()).toBe(1);
  });

  test('is given up for what was read while something was stored', async () => {
    const { ask, made } = counting(1_000_000);
    await ask('a', async () => {
      await world.database.write(acme, (tx) => renameAccount(tx, AccountId, 'Meanwhile'));
      return 'a mixture';
    });
    expect(await ask('a')).not.toContain('a mixture');
    expect(made()).toBe(2);
  });

  test('leaves out failures', async () => {
    const { ask } = counting(1_000_000);
    await expect(ask('a', () => Promise.reject(new Error('once')))).rejects.toThrow('once');
    await expect(ask('a')).resolves.toContain('text');
  });

  test.runIf(isTold)('gives what is asked for at once by many to all of them', async () => {
    const { ask, made } = counting(1_000_000);
    await Promise.all(Array.from({ length: 20 }, () => ask('a')));
    expect(made()).toBe(1);
  });

  test.runIf(isTold)('is bounded by bytes; what was used last stays', async () => {
    const { ask, made } = counting(4_000);
    const large = async (): Promise<string> => 'x'.repeat(1_000);
    for (const name of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a']) await ask(name, large);
    expect(made()).toBe(5);
    await ask('b', large);
    expect(made()).toBe(6);
    await ask('too large', async () => 'x'.repeat(5_000));
    await ask('too large', async () => 'x'.repeat(5_000));
    expect(made()).toBe(8);
  });

  test('is only for reads', () => {
    const views = operations.filter(({ isView }) => isView);
    expect(views.length).toBeGreaterThan(3);
    expect(views.filter(({ mutates, takesMfa }) => mutates || takesMfa)).toEqual([]);
  });
});
