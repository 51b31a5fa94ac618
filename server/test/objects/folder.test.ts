import { randomUUIDv7 } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { keyPath } from '../../src/objects/folder/key-path.ts';
import { openFolder } from '../../src/objects/folder/open-folder.ts';
import { createLinks } from '../../src/objects/links.ts';
import { createVault } from '../../src/store/vault.ts';

const folder = mkdtempSync(join(tmpdir(), 'carillon-objects-'));
afterAll(() => rmSync(folder, { recursive: true }));

const links = createLinks({ vault: createVault([new Uint8Array(32)]), publicUrl: () => 'http://carillon.test' });
const open = () => openFolder({ folder, ownBucket: 'carillon', links, now: () => 0, newId: () => randomUUIDv7() });
const objects = open();
const type = { contentType: 'text/plain' };

/** Any text, with what file systems are touchy about more often than chance would have it. */
const anyKey = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('.', '..', '', 'a', 'A', '=', '+a', '~', '%00', 'x'.repeat(250))),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((segments) => segments.join('/').replaceAll('\0', '0').toWellFormed())
  .filter((key) => key !== '' && Buffer.byteLength(key) <= 1024);

describe('a folder of objects', () => {
  test('gives each key a path of its own that stays below the bucket, whatever the key', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(anyKey, (key) => {
        const names = keyPath(key);
        for (const name of names) {
          expect(name).toMatch(/^[A-Za-z0-9_@,() .%=~-]+$/);
          expect(name.startsWith('.')).toBe(false);
          expect(name.length).toBeLessThanOrEqual(210);
        }
        const path = join('/bucket', ...names);
        expect(path.startsWith('/bucket/')).toBe(true);
        expect(seen.get(path) ?? key).toBe(key);
        seen.set(path, key);
      }),
      { numRuns: 500 },
    );
  });

  test('lists what was put, in the order of the bytes, page by page, whatever the keys', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyKey, { minLength: 1, maxLength: 12 }), fc.string({ maxLength: 1 }), async (keys, prefix) => {
        const name = `any-${randomUUIDv7()}`;
        await objects.createBucket(name);
        const bucket = objects.bucket(name);
        for (const key of keys)
          await bucket.put(key, Buffer.from(key), { contentType: 'text/plain', contentLength: Buffer.byteLength(key) });
        const listed: string[] = [];
        for (let more = true; more;) {
          const page = await bucket.list(prefix, { after: listed.at(-1), limit: 2 });
          listed.push(...page.objects.map(({ key }) => key));
          more = page.more;
        }
        const sorted = keys.filter((key) => key.startsWith(prefix)).toSorted((one, other) => Buffer.from(one).compare(Buffer.from(other)));
        expect(listed).toEqual(sorted);
        for (const key of keys) expect(await text((await bucket.get(key)).body)).toBe(key);
        for (const key of keys) await bucket.delete(key);
        await objects.deleteBucket(name);
        expect(await objects.findBucket(name)).toBe('absent');
      }),
      { numRuns: 8 },
    );
  });

  test('stores a body whole or not at all', async () => {
    await objects.createBucket('whole');
    const bucket = objects.bucket('whole');
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('The sender has left.');
      })(),
    );
    await expect(bucket.put('broken', broken, { ...type, contentLength: 8 })).rejects.toThrow('The sender has left.');
    await expect(bucket.put('short', Buffer.from('abc'), { ...type, contentLength: 4 })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(bucket.put('long', Buffer.from('abc'), { ...type, contentLength: 2 })).rejects.toMatchObject({ kind: 'invalid' });
    expect((await bucket.list('', { limit: 10 })).objects).toEqual([]);
    expect(readdirSync(join(folder, '+work'))).toEqual([]);
  });

  test('leaves an object alone when asked to store only what is absent, also when many do at once', async () => {
    const { own } = objects;
    const put = (body: string) => own.put('first/wins', Buffer.from(body), { ...type, contentLength: body.length, ifAbsent: true });
    const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map(put));
    expect(outcomes.toSorted()).toEqual(['present', 'present', 'present', 'stored']);
    const won = ['a', 'b', 'c', 'd'][outcomes.indexOf('stored')];
    expect(await text((await own.get('first/wins')).body)).toBe(won);
  });

  test('reads a range, the type and the length, and says which object it does not have', async () => {
    const { own } = objects;
    await own.put('letters', Readable.from([Buffer.from('abc'), Buffer.from('def')]), { contentType: 'text/csv', contentLength: 6 });
    const part = await open().own.get('letters', { start: 1, end: 3 });
    expect(part).toMatchObject({ contentLength: 6, contentType: 'text/csv' });
    expect((await buffer(part.body)).toString()).toBe('bcd');
    await expect(own.get('letters', { start: 6 })).rejects.toMatchObject({ kind: 'invalid-range' });
    await expect(own.get('digits')).rejects.toMatchObject({ kind: 'no-such-object' });
    expect(await own.head('digits')).toBeUndefined();
  });

  test('neither makes a bucket by a put nor deletes one that holds anything', async () => {
    const absent = objects.bucket('never-made');
    await expect(absent.put('key', Buffer.from(''), { ...type, contentLength: 0 })).rejects.toMatchObject({ kind: 'no-such-bucket' });
    await objects.createBucket('full-one');
    await objects.bucket('full-one').put('a/b/c', Buffer.from('x'), { ...type, contentLength: 1 });
    await expect(objects.deleteBucket('full-one')).rejects.toMatchObject({ kind: 'not-empty' });
    await objects.bucket('full-one').delete('a/b/c');
    await objects.deleteBucket('full-one');
    expect(await objects.findBucket('full-one')).toBe('absent');
  });

  test('loses no object and no bucket when puts and deletions of both race', async () => {
    await objects.createBucket('race');
    const bucket = objects.bucket('race');
    const rounds = Array.from({ length: 60 }, (_, index) => index);
    const kept = new Set<string>();
    await Promise.all(
      rounds.map(async (round) => {
        const key = `deep/${round % 3}/${round}`;
        const isStored = await bucket.put(key, Buffer.from('x'), { ...type, contentLength: 1 }).then(
          () => true,
          (error: unknown) => expect(error).toMatchObject({ kind: 'no-such-bucket' }),
        );
        if (isStored === true && round % 2 === 0) await bucket.delete(key);
        else if (isStored === true) kept.add(key);
        await objects.deleteBucket('race').catch((error: unknown) => expect(error).toMatchObject({ kind: 'not-empty' }));
      }),
    );
    for (const key of kept) expect(await bucket.head(key)).toBeDefined();
  });
});
