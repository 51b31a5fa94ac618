import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { qrCodePng } from '../../src/iam/qr-code.ts';
import { otpauthUri } from '../../src/iam/totp.ts';
import { execute, isInstalled, zbar } from '../support/peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'carillon-qr-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the address for authenticator apps names device and account, and survives whatever they are called', () => {
  const seed = Buffer.from('12345678901234567890');
  expect(otpauthUri(seed, { deviceName: 'jo-phone', accountName: 'acme' })).toBe(
    'otpauth://totp/Carillon:jo-phone%40acme?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Carillon',
  );
  const url = new URL(otpauthUri(seed, { deviceName: 'a+b=,.@-', accountName: '111122223333' }));
  expect(decodeURIComponent(url.pathname)).toBe('/Carillon:a+b=,.@-@111122223333');
});

describe.runIf(isInstalled(zbar))('a reader that nobody here wrote', () => {
  const longest = otpauthUri(Buffer.alloc(40, 7), { deviceName: 'n@,=.'.repeat(45), accountName: 'a'.repeat(63) });

  test.each([
    ['a letter', 'A'],
    ['an address of an authenticator', otpauthUri(Buffer.alloc(40, 255), { deviceName: 'jo', accountName: 'acme' })],
    ['the longest address there can be', longest],
  ])('reads %s', async (name, text) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.png`);
    writeFileSync(file, qrCodePng(text));
    expect(await execute(zbar.command, ['--quiet', '--raw', file], { PATH: '/usr/bin:/bin' })).toMatchObject({
      code: 0,
      stdout: `${text}\n`,
    });
  });
});
