import { randomUUIDv7 } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLinks } from '../../src/objects/links.ts';
import type { Objects } from '../../src/objects/object-store.ts';
import { createVault } from '../../src/store/vault.ts';
import { nowhere, objectsAt, type StoreAddress } from '../support/buckets.ts';
import { startChunkOwingStore } from '../support/chunk-owing-store.ts';
import { startFaultyStore } from '../support/faulty-store.ts';
import { isInstalled } from '../support/peers.ts';
import { startS3rver } from '../support/s3rver.ts';
import { startSwift, swift } from '../support/swift.ts';

const links = { vault: createVault([new Uint8Array(32)]), publicUrl: () => 'http://carillon.test' };
const open = (address: StoreAddress): Objects => objectsAt(address)(links, { now: () => Date.now() });
const type = { contentType: 'text/csv' };

/** Every call of the interface, against a store that nobody here wrote. @param knowsAll whether the store does all that we ask of one */
function proveStore(
  name: string,
  start: () => Promise<StoreAddress & { stop(): Promise<void> }>,
  /** s3rver knows no ACLs, checks no secrets, and keeps objects as files of their names. */
  knowsAll: boolean,
): void {
  describe(`objects at ${name}`, () => {
    let store: Awaited<ReturnType<typeof start>>;
    let objects: Objects;
    const bucketName = `acme-${randomUUIDv7()}`;
    beforeAll(async () => {
      store = await start();
      objects = open(store);
      await objects.createBucket(bucketName);
    }, 120_000);
    afterAll(async () => {
      objects.close();
      await store.stop();
    });

    test('makes a bucket, once or twice, finds it and lists it', async () => {
      await objects.createBucket(bucketName);
      expect(await objects.findBucket(bucketName)).toBe('ours');
      expect(await objects.findBucket('acme-absent')).toBe('absent');
      expect((await objects.listBuckets()).map((bucket) => bucket.name)).toContain(bucketName);
      expect(typeof (await objects.blockPublicAccess(bucketName))).toBe('boolean');
    });

    test('stores bytes and streams, and gives them back whole, in part, and as a head', async () => {
      const bucket = objects.bucket(bucketName);
      const key = 'Reports/2026/Zoë & Co +1 (äöü).csv';
      expect(await bucket.put(key, Buffer.from('abcdef'), { ...type, contentLength: 6 })).toBe('stored');
      await bucket.put('stream', Readable.from([Buffer.alloc(300_000, 'a'), Buffer.alloc(300_000, 'b')]), {
        ...type,
        contentLength: 600_000,
      });
      expect(await bucket.head(key)).toMatchObject({ contentLength: 6, contentType: 'text/csv' });
      expect(await text((await bucket.get(key)).body)).toBe('abcdef');
      const part = await bucket.get(key, { start: 2, end: 3 });
      expect([part.contentLength, await text(part.body)]).toEqual([6, 'cd']);
      expect((await buffer((await bucket.get('stream')).body)).length).toBe(600_000);
      expect(await bucket.head('absent')).toBeUndefined();
      await expect(bucket.get('absent')).rejects.toMatchObject({ kind: 'no-such-object' });
    });

    test('leaves an object alone that is to be stored only if absent', async () => {
      const bucket = objects.bucket(bucketName);
      const put = (body: string) => bucket.put('once', Buffer.from(body), { ...type, contentLength: body.length, ifAbsent: true });
      expect([await put('first'), await put('second')]).toEqual(['stored', 'present']);
      expect(await text((await bucket.get('once')).body)).toBe('first');
    });

    test('lists in the order of the bytes, by prefix, page by page', async () => {
      const bucket = objects.bucket(bucketName);
      const keys = ['list/a', 'list/B', 'list/ä', 'list/z', knowsAll ? 'list/a/b' : 'list/b/c'];
      for (const key of keys) await bucket.put(key, Buffer.from(key), { ...type, contentLength: Buffer.byteLength(key) });
      const listed: string[] = [];
      for (let more = true; more;) {
        const page = await bucket.list('list/', { after: listed.at(-1), limit: 2 });
        listed.push(...page.objects.map(({ key }) => key));
        more = page.more;
      }
      expect(listed).toEqual(keys.toSorted((one, other) => Buffer.from(one).compare(Buffer.from(other))));
      await expect(objects.bucket('acme-absent').list('', { limit: 1 })).rejects.toMatchObject({ kind: 'no-such-bucket' });
    });

    test('signs a link that anybody may follow, and that saves a file', async () => {
      const bucket = objects.bucket(bucketName);
      await bucket.put('linked', Buffer.from('linked'), { ...type, contentLength: 6 });
      const url = await bucket.signGet('linked', { expiresInSeconds: 60, fileName: 'Bericht "ä".csv', now: Date.now() });
      const answer = await fetch(url);
      expect([answer.status, await answer.text()]).toEqual([200, 'linked']);
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      const expired = await bucket.signGet('linked', { expiresInSeconds: 60, fileName: 'a', now: Date.now() - 3_600_000 });
      expect((await fetch(expired)).status).toBe(403);
    });

    test('tells the five properties of a bucket, or that it does not know one', async () => {
      const { acl, location, logging, versioning, website } = await objects.describeBucket(bucketName);
      if (knowsAll) expect(acl).toMatchObject({ value: [{ permission: 'FULL_CONTROL', isPublic: false }] });
      expect(location).toMatchObject({ value: 'us-east-1' });
      if (knowsAll) expect(versioning).toEqual({ value: 'Never' });
      for (const told of [acl, logging, versioning, website]) expect('value' in told || told.unreadable !== '').toBe(true);
      await expect(objects.describeBucket('acme-absent')).rejects.toMatchObject({ kind: 'no-such-bucket' });
    });

    test('deletes a bucket only when it is empty', async () => {
      const name_ = `acme-${randomUUIDv7()}`;
      await objects.createBucket(name_);
      const bucket = objects.bucket(name_);
      await bucket.put('key', Buffer.from('x'), { ...type, contentLength: 1 });
      await expect(objects.deleteBucket(name_)).rejects.toMatchObject({ kind: 'not-empty' });
      await bucket.delete('key');
      await bucket.delete('key');
      await objects.deleteBucket(name_);
      await objects.deleteBucket(name_);
      expect(await objects.findBucket(name_)).toBe('absent');
      await expect(bucket.put('key', Buffer.from('x'), { ...type, contentLength: 1 })).rejects.toMatchObject({ kind: 'no-such-bucket' });
    });

    test("makes the bucket for Carillon's own when the first object is put there", async () => {
      expect((await objects.own.list('', { limit: 1 })).objects).toEqual([]);
      await objects.own.put('first', Buffer.from('x'), { ...type, contentLength: 1 });
      expect(await objects.findBucket('carillon')).toBe('ours');
    });

    test.runIf(knowsAll)('a wrong secret is refused, as something for the operator', async () => {
      const stranger = open({ ...store, secretAccessKey: 'wrong' });
      await expect(stranger.bucket(bucketName).head('linked')).rejects.toMatchObject({ kind: 'refused' });
      await expect(stranger.listBuckets()).rejects.toMatchObject({ kind: 'refused' });
    });
  });
}

proveStore('s3rver', () => startS3rver(), false);
if (isInstalled(swift)) proveStore('OpenStack Swift', () => startSwift(), true);

describe('a store that is out of order', () => {
  test('is unavailable: when nobody answers, when it answers 503, and when it is cut off in the middle of an answer', async () => {
    const real = await startS3rver();
    const faulty = await startFaultyStore(real.endpoint);
    const objects = open({ ...real, endpoint: faulty.endpoint });
    await objects.createBucket('acme');
    const put = () => objects.bucket('acme').put('key', Buffer.from('x'), { ...type, contentLength: 1 });
    await expect(open(nowhere).bucket('acme').head('key')).rejects.toMatchObject({ kind: 'unavailable' });
    for (const fault of ['unavailable', 'lose-answer'] as const) {
      faulty.decide(() => fault);
      await expect(put()).rejects.toMatchObject({ kind: 'unavailable' });
    }
    faulty.decide(() => 'pass');
    expect(await put()).toBe('stored');
    objects.close();
    await faulty.close();
    await real.stop();
  });

  test('answers with a chunk too many, as Swift does: no call after it is harmed', async () => {
    const owing = await startChunkOwingStore();
    const objects = open({ ...nowhere, endpoint: owing.endpoint });
    const bucket = objects.bucket('acme');
    expect(await bucket.head('absent')).toBeUndefined();
    expect(await bucket.put('key', Buffer.from('x'), { ...type, contentLength: 1 })).toBe('stored');
    objects.close();
    await owing.close();
  });

  test('an address of a metadata service is refused before anything is sent', async () => {
    const objects = open({ ...nowhere, endpoint: 'http://169.254.169.254' });
    await expect(objects.findBucket('acme')).rejects.toMatchObject({ kind: 'refused' });
  });
});

test('a link of Carillon’s own cannot be made or changed without its key', () => {
  const made = createLinks(links);
  const terms = { expiresInSeconds: 60, fileName: '../../etc/passwd', now: 1_000 };
  const url = new URL(made.make({ bucketName: 'acme', key: 'key' }, terms));
  const [, , token = '', name] = url.pathname.split('/');
  expect(made.read(token)).toEqual({ bucketName: 'acme', key: 'key', fileName: 'passwd', expiresAt: 61_000 });
  expect(name).toBe('passwd');
  const flipped = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const others = createLinks({ ...links, vault: createVault([new Uint8Array(32).fill(1)]) });
  expect([made.read(flipped), made.read(''), others.read(token)]).toEqual([undefined, undefined, undefined]);
  expect(() => made.make({ bucketName: 'acme', key: 'key' }, { ...terms, expiresInSeconds: 8 * 86_400 })).toThrow(/lives for 1 to/);
});
