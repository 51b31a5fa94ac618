import { randomUUIDv7 } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { CreateCDRBucket } from '../../../src/operations/chime/CreateCDRBucket.ts';
import { ListCDRBucket } from '../../../src/operations/chime/ListCDRBucket.ts';
import { claimBucket } from '../../../src/store/cdr-buckets.ts';
import { nowhere, objectsAt, objectsOf, putObject } from '../../support/buckets.ts';
import { acme, createWorld, globex, type Person } from '../../support/world.ts';

const world = await createWorld();
const { ana, gil } = world;
const objects = objectsOf(world);
afterAll(() => world.close());

const newName = () => `cdr-${randomUUIDv7()}`;
const listed = async (person: Person) => (await person.call(ListCDRBucket, {})).Buckets;
const keysIn = async (name: string) => (await objects.bucket(name).list('', { limit: 10 })).objects.map(({ key }) => key);

describe('CreateCDRBucket', () => {
  test('makes the bucket at the store, leaves nothing in it, and the first one is where records go', async () => {
    const [first, second] = [newName(), newName()];
    const { CDRBucket } = await gil.call(CreateCDRBucket, { BucketName: first, Region: 'eu-central-1' });
    expect(CDRBucket).toMatchObject({ BucketName: first, Chosen: true, CreatedByCarillon: true, Warnings: [] });
    expect(await objects.findBucket(first)).toBe('ours');
    expect(await keysIn(first)).toEqual([]);
    expect((await gil.call(CreateCDRBucket, { BucketName: second })).CDRBucket.Chosen).toBe(false);
  });

  test('called again, or with the same token, answers the same bucket', async () => {
    const input = { BucketName: newName(), ClientRequestToken: randomUUIDv7() };
    const { CDRBucket } = await ana.call(CreateCDRBucket, input);
    expect((await ana.call(CreateCDRBucket, input)).CDRBucket).toEqual(CDRBucket);
    expect((await ana.call(CreateCDRBucket, { BucketName: input.BucketName })).CDRBucket).toEqual(CDRBucket);
  });

  test('a rehearsal finds what is wrong and leaves the store and the list as they are', async () => {
    const BucketName = newName();
    const before = await listed(ana);
    expect((await ana.call(CreateCDRBucket, { BucketName }, { dryRun: true })).CDRBucket.BucketName).toBe(BucketName);
    expect(await objects.findBucket(BucketName)).toBe('absent');
    expect(await listed(ana)).toEqual(before);
    await expect(ana.call(CreateCDRBucket, { BucketName: 'sthree-acme' }, { dryRun: true })).rejects.toMatchObject({ status: 400 });
  });

  test.each([
    ['ab', 'length'],
    ['a'.repeat(64), 'length'],
    ['Acme-cdr', 'pattern'],
    ['acme_cdr', 'pattern'],
    ['-acme', 'pattern'],
    ['acme.', 'pattern'],
    ['acme..cdr', 'two periods'],
    ['192.168.5.4', 'IP address'],
    ['xn--acme', 'xn--'],
    ['sthree-acme', 'sthree-'],
    ['sthree-configurator', 'sthree-'],
    ['amzn-s3-demo-acme', 'amzn-s3-demo-'],
    ['acme-s3alias', '-s3alias'],
    ['acme--ol-s3', '--ol-s3'],
    ['acme.mrap', '.mrap'],
    ['acme--x-s3', '--x-s3'],
    ['acme--table-s3', '--table-s3'],
  ])('400 for the name %s, saying which rule it breaks', async (BucketName, rule) => {
    await expect(ana.call(CreateCDRBucket, { BucketName })).rejects.toMatchObject({
      status: 400,
      code: 'BadRequestException',
      message: expect.stringContaining(rule),
    });
  });

  test("409 for the bucket of another AWS account, and for Carillon's own", async () => {
    const BucketName = newName();
    await gil.call(CreateCDRBucket, { BucketName });
    const taken = { status: 409, code: 'ConflictException', message: `The bucket name ${BucketName} is taken. Choose another one.` };
    await expect(ana.call(CreateCDRBucket, { BucketName })).rejects.toMatchObject(taken);
    await expect(ana.call(CreateCDRBucket, { BucketName: 'carillon' })).rejects.toMatchObject({ status: 409 });
  });

  test('of two AWS accounts that want one name at the same time, one gets it and the other is told that it is taken', async () => {
    const BucketName = newName();
    const outcomes = await Promise.allSettled([ana.call(CreateCDRBucket, { BucketName }), gil.call(CreateCDRBucket, { BucketName })]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 409 } });
  });

  test('twice at the same time by one AWS account makes one bucket, twice answered', async () => {
    const BucketName = newName();
    await Promise.all([ana.call(CreateCDRBucket, { BucketName }), ana.call(CreateCDRBucket, { BucketName })]);
    expect((await listed(ana)).filter((bucket) => bucket.BucketName === BucketName)).toHaveLength(1);
  });

  test('adopts an empty bucket and one with own records, and with several tenants no other', async () => {
    const [empty, own, foreign] = [newName(), newName(), newName()];
    for (const name of [empty, own, foreign]) await objects.createBucket(name);
    await putObject(objects, own, `Amazon-Chime-Business-Calling-CDRs/json/${acme}/2026/01/01/record`);
    await putObject(objects, own, `Amazon-Chime-User-Activity-Reports/csv/${acme}/2026/01/01/report.csv`);
    await putObject(objects, foreign, `Amazon-Chime-Business-Calling-CDRs/json/${globex}/2026/01/01/record`);
    expect((await ana.call(CreateCDRBucket, { BucketName: empty })).CDRBucket).toMatchObject({ CreatedByCarillon: false });
    expect((await ana.call(CreateCDRBucket, { BucketName: own })).CDRBucket).toMatchObject({ CreatedByCarillon: false });
    await expect(ana.call(CreateCDRBucket, { BucketName: foreign })).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('other things'),
    });
    expect(await keysIn(own)).toHaveLength(2);
  });

  test('a process that died between making the bucket and noting it leaves a name that the repetition gets and nobody else', async () => {
    const BucketName = newName();
    const claim = { name: BucketName, createdByCarillon: true, createdAt: world.clock.now() };
    await world.database.write(acme, (tx) => claimBucket(tx, claim, world.clock.now()));
    await objects.createBucket(BucketName);
    expect((await listed(ana)).map((bucket) => bucket.BucketName)).not.toContain(BucketName);
    await expect(gil.call(CreateCDRBucket, { BucketName })).rejects.toMatchObject({ status: 409 });
    expect((await ana.call(CreateCDRBucket, { BucketName })).CDRBucket).toMatchObject({ CreatedByCarillon: true });
  });

  test('a name whose making was never finished is free for others after an hour', async () => {
    const BucketName = newName();
    const claim = { name: BucketName, createdByCarillon: true, createdAt: world.clock.now() };
    await world.database.write(acme, (tx) => claimBucket(tx, claim, world.clock.now()));
    world.clock.advance(61 * 60_000);
    await gil.call(CreateCDRBucket, { BucketName });
    await expect(ana.call(CreateCDRBucket, { BucketName })).rejects.toMatchObject({ status: 409 });
  });
});

test('503 while the store is down, and nothing is listed', async () => {
  const away = await createWorld({ openObjects: objectsAt(nowhere) });
  await expect(away.ana.call(CreateCDRBucket, { BucketName: 'acme-cdr' })).rejects.toMatchObject({
    status: 503,
    code: 'ServiceUnavailableException',
    message: expect.not.stringContaining('127.0.0.1'),
  });
  expect(await listed(away.ana)).toEqual([]);
  expect(away.faults.splice(0)).toHaveLength(1);
  await away.close();
});
