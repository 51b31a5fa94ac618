import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OperatorError } from '../../src/errors.ts';
import { createAdministrator, createTenant, findOwnAwsAccount, listAwsAccounts } from '../../src/store/aws-accounts.ts';
import { listPolicyDocuments } from '../../src/store/policy-documents.ts';
import { loadCredential } from '../../src/store/principals.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let stored: TestDatabase;
beforeAll(async () => void (stored = await createTestDatabase()));
afterAll(() => stored.remove());

const now = Date.UTC(2026, 0, 1);
const create = (name: string, awsAccountId?: string) =>
  stored.database.write('', (tx) => createTenant(tx, { name, awsAccountId, now, random: randomBytes }));

test('a tenant has twelve digits, the first not 0, unless its id is given', async () => {
  expect((await create('Acme')).id).toMatch(/^[1-9]\d{11}$/);
  expect(await create('Globex', '012345678901')).toEqual({ id: '012345678901', name: 'Globex', createdAt: now });
  expect(await stored.database.read('012345678901', findOwnAwsAccount)).toMatchObject({ name: 'Globex' });
  expect((await stored.database.read('', listAwsAccounts)).map(({ name }) => name)).toEqual(['Acme', 'Globex']);
});

test('a name in any letter case, an id, and what is no id are refused', async () => {
  await expect(create('ACME')).rejects.toBeInstanceOf(OperatorError);
  await expect(create('Initech', '012345678901')).rejects.toBeInstanceOf(OperatorError);
  await expect(create('Initech', '1')).rejects.toBeInstanceOf(OperatorError);
});

test('an administrator has a key that is theirs, and may do everything', async () => {
  const { id } = await create('Umbrella');
  const { accessKeyId, secretAccessKey } = await stored.database.write(id, (tx) =>
    createAdministrator(tx, { userName: 'admin', now, random: randomBytes }),
  );
  const credential = await stored.database.read('', (tx) => loadCredential(tx, accessKeyId));
  expect(credential).toMatchObject({ awsAccountId: id, status: 'Active', secretAccessKey, user: { name: 'admin', path: '/' } });
  const documents = await stored.database.read(id, (tx) => listPolicyDocuments(tx, credential?.user?.id ?? ''));
  expect(documents.map(({ name, kind }) => [name, kind])).toEqual([['arn:aws:iam::aws:policy/AdministratorAccess', 'managed']]);
});

test('a key that does not exist has no credential', async () => {
  expect(await stored.database.read('', (tx) => loadCredential(tx, 'AKIAIOSFODNN7EXAMPLE'))).toBeUndefined();
});
