import { afterAll, describe, expect, test } from 'vitest';
import { ListCDRBucket } from '../../../src/operations/chime/ListCDRBucket.ts';
import { UpdateCDRBucket } from '../../../src/operations/chime/UpdateCDRBucket.ts';
import { createBucket, objectsOf, putObject, removeLeftBuckets } from '../../support/buckets.ts';
import { createWorld, type Person, type World } from '../../support/world.ts';

const worlds: World[] = [];
afterAll(async () => {
  for (const world of worlds) await world.close();
});

/** Each test begins with an AWS account that has chosen nothing. */
async function begin() {
  const world = await createWorld();
  worlds.push(world);
  return { world, ana: world.ana, objects: objectsOf(world) };
}

const chosen = async (person: Person) => (await person.call(ListCDRBucket, {})).Buckets.find(({ Chosen }) => Chosen)?.BucketName;
const names = async (person: Person) => (await person.call(ListCDRBucket, {})).Buckets.map(({ BucketName }) => BucketName);

describe('UpdateCDRBucket', () => {
  test('moves deliveries to a bucket that it makes, and deletes the empty one that was made by us', async () => {
    const { world, ana, objects } = await begin();
    const BucketName = await createBucket(ana, 'old');
    const { CDRBucket } = await ana.call(UpdateCDRBucket, { BucketName, NewBucketName: 'new' });
    expect(CDRBucket).toMatchObject({ BucketName: 'new', Chosen: true, CreatedByCarillon: true, Warnings: [] });
    expect(await chosen(ana)).toBe('new');
    expect(await removeLeftBuckets(world)).toBe(1);
    expect(await objects.findBucket('old')).toBe('absent');
    expect(await names(ana)).toEqual(['new']);
  });

  test('keeps an old bucket that holds records, or that we did not make, and says so', async () => {
    const { world, ana, objects } = await begin();
    await createBucket(ana, 'with-records');
    await putObject(objects, 'with-records', 'record');
    const first = await ana.call(UpdateCDRBucket, { BucketName: 'with-records', NewBucketName: 'second' });
    expect(first.CDRBucket.Warnings).toMatchObject([{ Code: 'OldBucketKept', Message: expect.stringContaining('holds records') }]);
    await objects.createBucket('adopted');
    await ana.call(UpdateCDRBucket, { BucketName: 'second', NewBucketName: 'adopted' });
    const last = await ana.call(UpdateCDRBucket, { BucketName: 'adopted', NewBucketName: 'fourth' });
    expect(last.CDRBucket.Warnings).toMatchObject([{ Code: 'OldBucketKept', Message: expect.stringContaining('not made by Carillon') }]);
    await removeLeftBuckets(world);
    expect(await names(ana)).toEqual(['adopted', 'fourth', 'with-records']);
  });

  test('keeps an old bucket after all if a record arrives while it moves', async () => {
    const { world, ana, objects } = await begin();
    await createBucket(ana, 'old');
    await ana.call(UpdateCDRBucket, { BucketName: 'old', NewBucketName: 'new' });
    await putObject(objects, 'old', 'late');
    expect(await removeLeftBuckets(world)).toBe(0);
    expect(await names(ana)).toEqual(['new', 'old']);
  });

  test('a bucket that is to go and is chosen again stays', async () => {
    const { world, ana, objects } = await begin();
    await createBucket(ana, 'one');
    await ana.call(UpdateCDRBucket, { BucketName: 'one', NewBucketName: 'two' });
    await ana.call(UpdateCDRBucket, { BucketName: 'two', NewBucketName: 'one' });
    await removeLeftBuckets(world);
    expect(await objects.findBucket('one')).toBe('ours');
    expect(await chosen(ana)).toBe('one');
  });

  test('to the bucket that is chosen already changes nothing', async () => {
    const { world, ana } = await begin();
    await createBucket(ana, 'one');
    expect((await ana.call(UpdateCDRBucket, { BucketName: 'one', NewBucketName: 'one' })).CDRBucket.Warnings).toEqual([]);
    await removeLeftBuckets(world);
    expect(await names(ana)).toEqual(['one']);
  });

  test('a rehearsal answers the same and changes nothing', async () => {
    const { ana, objects } = await begin();
    await createBucket(ana, 'one');
    const { CDRBucket } = await ana.call(UpdateCDRBucket, { BucketName: 'one', NewBucketName: 'two' }, { dryRun: true });
    expect(CDRBucket).toMatchObject({ BucketName: 'two', Chosen: true });
    expect(await chosen(ana)).toBe('one');
    expect(await objects.findBucket('two')).toBe('absent');
  });

  test("404 for a bucket that is not there, 409 for one that is not chosen and for another's name, 400 for a bad name; all stays", async () => {
    const { world, ana } = await begin();
    await createBucket(ana, 'one');
    await createBucket(ana, 'other');
    await createBucket(world.gil, 'of-globex');
    const attempts: [string, string, number][] = [
      ['absent', 'two', 404],
      ['of-globex', 'two', 404],
      ['other', 'two', 409],
      ['one', 'of-globex', 409],
      ['one', 'acme-s3alias', 400],
    ];
    for (const [BucketName, NewBucketName, status] of attempts) {
      await expect(ana.call(UpdateCDRBucket, { BucketName, NewBucketName })).rejects.toMatchObject({ status });
    }
    expect(await chosen(ana)).toBe('one');
  });
});
