import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../src/store/open.ts';
import { createVault } from '../src/store/vault.ts';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const vault = createVault([oldKey]);

describe('the vault', () => {
  test('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, purpose) => vault.open(vault.seal(text, purpose), purpose) === text),
    );
  });

  test('seals the same text differently each time, and shows nothing of it', () => {
    const sealed = [vault.seal('wJalrXUtnFEMI', 'p'), vault.seal('wJalrXUtnFEMI', 'p')];
    expect(new Set(sealed).size).toBe(2);
    expect(sealed.join()).not.toContain(Buffer.from('wJalrXUtnFEMI').toString('base64url').slice(0, 8));
  });

  test('does not open a text that was altered in any byte', () => {
    const [keyId = '', body = ''] = vault.seal('secret', 'p').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (const index of bytes.keys()) {
      const altered = Buffer.from(bytes.map((byte, at) => (at === index ? byte ^ 0x80 : byte)));
      expect(() => vault.open(`${keyId}.${altered.toString('base64url')}`, 'p')).toThrow();
    }
  });

  test('does not open a text that was cut, extended, or made up', () => {
    const sealed = vault.seal('secret', 'p');
    const keyId = sealed.split('.')[0] ?? '';
    for (const text of ['', '.', keyId, `${keyId}.`, `${keyId}.AAAA`, sealed.slice(0, -4), `${sealed}AAAA`, sealed.replace('.', '')]) {
      expect(() => vault.open(text, 'p'), text).toThrow();
    }
    // A tag cut to four bytes would be guessed in an afternoon.
    const bytes = Buffer.from(sealed.split('.')[1] ?? '', 'base64url');
    expect(() => vault.open(`${keyId}.${bytes.subarray(0, 16).toString('base64url')}`, 'p')).toThrow();
  });

  test('does not open what was moved to another row', () => {
    const sealed = vault.seal('secret', 'access-key:AKIAANA');
    expect(() => vault.open(sealed, 'access-key:AKIABO')).toThrow();
    expect(() => vault.open(sealed, '')).toThrow();
  });

  test('does not open what another key sealed, and names the key', () => {
    const stranger = createVault([newKey]);
    expect(() => stranger.open(vault.seal('secret', 'p'), 'p')).toThrow(vault.keyId);
    const relabelled = vault.seal('secret', 'p').replace(vault.keyId, stranger.keyId);
    expect(() => stranger.open(relabelled, 'p')).toThrow();
  });

  test('opens after a rotation what was sealed before it, and seals under the new key', () => {
    const rotated = createVault([newKey, oldKey]);
    expect(rotated.open(vault.seal('before', 'p'), 'p')).toBe('before');
    const after = rotated.seal('after', 'p');
    expect(createVault([newKey]).open(after, 'p')).toBe('after');
    expect(() => vault.open(after, 'p')).toThrow();
  });

  test('derives a key per use, the same each time', () => {
    expect(vault.derive('page-token')).toEqual(createVault([oldKey]).derive('page-token'));
    expect(vault.derive('page-token')).not.toEqual(vault.derive('signed-link'));
    expect(vault.derive('page-token')).not.toEqual(createVault([newKey]).derive('page-token'));
    expect(vault.derive('page-token')).toHaveLength(32);
  });
});

describe('the key of a data folder', () => {
  const [one, two] = [oldKey.toString('hex'), newKey.toString('hex')];

  test('is made at the first start, for the owner alone, and asked for ever after', async () => {
    await inFolder(async (dataDir) => {
      await open(dataDir);
      const key = readFileSync(join(dataDir, 'secret.key'), 'utf8');
      expect(key).toMatch(/^[0-9a-f]{64}\n$/);
      await open(dataDir);
      expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe(key);
      writeFileSync(join(dataDir, 'secret.key'), `${two}\n`);
      await expect(open(dataDir)).rejects.toThrow(/secret\.key is not the one that sealed the secrets of this database/);
    });
  });

  test('may be rotated: the new one first, the old one behind it', async () => {
    await inFolder(async (dataDir) => {
      await open(dataDir, one);
      await open(dataDir, `${two},${one}`);
      await expect(open(dataDir, two)).rejects.toThrow(/CARILLON_SECRET_KEY is not the one that sealed/);
      await open(dataDir, one);
    });
  });

  test('is refused if it is no key, and is not replaced by another', async () => {
    await inFolder(async (dataDir) => {
      await open(dataDir);
      writeFileSync(join(dataDir, 'secret.key'), 'short');
      await expect(open(dataDir)).rejects.toThrow(/must hold one key of 64 hexadecimal digits per line/);
      expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe('short');
    });
  });
});

async function open(dataDir: string, secretKey?: string): Promise<void> {
  const database = await openDatabase({ dataDir, databaseConnections: 1, secretKey }, randomBytes);
  await database.close();
}

async function inFolder(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'carillon-key-'));
  try {
    await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}
