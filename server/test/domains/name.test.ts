import { describe, expect, test } from 'vitest';
import { domainOfAddress, requireClaimable, toDomainName } from '../../src/domains/name.ts';

describe('a domain name has one spelling', () => {
  test.each([
    ['Acme.Example', 'acme.example'],
    ['acme.example.', 'acme.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['bücher。example', 'xn--bcher-kva.example'],
    ['mail.acme.example', 'mail.acme.example'],
  ])('%s is %s', (text, name) => expect(toDomainName(text)).toBe(name));

  test.each([
    'localhost',
    '192.0.2.1',
    '0x7f.1',
    '[::1]',
    '::1',
    'acme.example:53',
    'a_b.example',
    '-a.example',
    'a-.example',
    'a..example',
    '.example.com',
    'acme%2eexample.com',
    '*.acme.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(114)}example`,
    'acme.example..',
    'acme\u0000.example',
  ])('%s is 400', (text) => expect(() => toDomainName(text)).toThrow('is no domain name'));

  test('an address has the domain after its last @, if that is one', () => {
    expect(domainOfAddress('ana@ACME.example')).toBe('acme.example');
    expect(domainOfAddress('"a@b"@acme.example')).toBe('acme.example');
    expect(domainOfAddress('ana@[192.0.2.1]')).toBeUndefined();
  });
});

describe('a claim', () => {
  test.each(['acme.example', 'acme.co.uk', 'mail.acme.co.uk', 'acme.internal', 'me.github.io', 'xn--bcher-kva.example', 'notgmail.com'])(
    'may be on %s',
    async (name) => expect(await requireClaimable(name)).toBeUndefined(),
  );

  test.each(['co.uk', 'github.io', 'kawasaki.jp', 'xn--p1ai'])('on the public suffix %s is 400', (name) =>
    expect(requireClaimable(name)).rejects.toThrow(`${name} is a public suffix`),
  );

  test.each([
    ['gmail.com', 'gmail.com'],
    ['team.gmail.com', 'gmail.com'],
    ['yahoo.co.uk', 'yahoo.co.uk'],
  ])('on %s, where anybody gets an address, is 400', (name, provider) =>
    expect(requireClaimable(name)).rejects.toThrow(`${provider} belongs to a mail provider`),
  );
});
