import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { describeSettings, readConfig } from '../src/config.ts';
import { OperatorError } from '../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'carillon-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file and answers its path. */
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const key = '0123456789abcdef'.repeat(4);

describe('a configuration', () => {
  test('without any setting is a server on this machine with an embedded database', () => {
    expect(readConfig([], {})).toEqual({
      host: '127.0.0.1',
      port: 8420,
      dataDir: './data',
      databaseConnections: 10,
      requestsPerSecond: 500,
      requestBurst: 1000,
      trustedProxies: [],
      outgoingAllow: [],
      dnsServers: [],
      dnsPort: 53,
      demo: false,
      logLevel: 'info',
    });
  });

  test('takes a flag before the environment, and the environment before the file', () => {
    const config = file('layers.json', JSON.stringify({ port: 1001, host: '0.0.0.0', logLevel: 'warn' }));
    const read = readConfig(['--config', config, '--port', '1003'], { CARILLON_PORT: '1002', CARILLON_HOST: '::1' });
    expect(read).toMatchObject({ port: 1003, host: '::1', logLevel: 'warn' });
  });

  test('takes a flag as --name value and as --name=value', () => {
    expect(readConfig(['--data-dir=/a=b', '--log-level', 'debug'], {})).toMatchObject({ dataDir: '/a=b', logLevel: 'debug' });
  });

  test('wants a sender and a public address together with a mail server, and takes its password from a file', () => {
    const url = file('smtp', 'smtp://carillon:s%40cret@mail.example.com:2525\n');
    expect(() => readConfig([], { CARILLON_SMTP_URL_FILE: url })).toThrow(
      /mail-from: is required with smtp-url: mail needs a sender\.\n.*public-url: is required with smtp-url/,
    );
    const complete = {
      CARILLON_SMTP_URL_FILE: url,
      CARILLON_MAIL_FROM: 'no-reply@example.com',
      CARILLON_PUBLIC_URL: 'https://chime.example.com/',
    };
    expect(readConfig([], complete)).toMatchObject({
      smtpUrl: 'smtp://carillon:s%40cret@mail.example.com:2525',
      mailFrom: 'no-reply@example.com',
      publicUrl: 'https://chime.example.com',
    });
  });

  test.each([
    ['CARILLON_SMTP_URL', 'mail.example.com', /smtp-url: must be smtp/],
    ['CARILLON_SMTP_URL', 'smtp://user@mail.example.com', /smtp-url: must be smtp/],
    ['CARILLON_SMTP_URL', 'smtp://mail.example.com/?proxy=x', /smtp-url: must be smtp/],
    ['CARILLON_MAIL_FROM', 'Carillon <no-reply@example.com>', /mail-from: must be a plain mail address/],
    ['CARILLON_PUBLIC_URL', 'chime.example.com', /public-url: must be an http/],
    ['CARILLON_PUBLIC_URL', 'https://example.com/chime', /public-url: must be an http/],
  ])('refuses %s=%s', (name, value, message) => {
    expect(() => readConfig([], { [name]: value })).toThrow(message);
  });

  test('finds its file through the environment too', () => {
    expect(readConfig([], { CARILLON_CONFIG: file('named.json', '{"requestBurst": 7}') })).toMatchObject({ requestBurst: 7 });
  });

  test('reads secrets from files, without the line break at the end', () => {
    const secrets = { CARILLON_SECRET_KEY_FILE: file('key', `${key}\n`), DATABASE_URL_FILE: file('url', 'postgres://db/carillon\n') };
    expect(readConfig([], secrets)).toMatchObject({ secretKey: key, databaseUrl: 'postgres://db/carillon' });
    expect(readConfig(['--secret-key-file', file('key2', key)], {})).toMatchObject({ secretKey: key });
  });

  test('knows DATABASE_URL by the name everybody gives it, and takes an empty variable for none', () => {
    expect(readConfig([], { DATABASE_URL: 'postgresql://db/carillon' })).toMatchObject({ databaseUrl: 'postgresql://db/carillon' });
    expect(readConfig([], { DATABASE_URL: '', CARILLON_PORT: '' })).toMatchObject({ port: 8420 });
  });

  test('takes trusted proxies as text with commas and as a list in the file', () => {
    expect(readConfig([], { CARILLON_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    expect(readConfig(['--config', file('proxies.json', '{"trustedProxies": ["192.0.2.1"]}')], {}).trustedProxies).toEqual(['192.0.2.1']);
  });

  test('takes resolvers by address, with a port or without', () => {
    const servers = ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:5353'];
    expect(readConfig([], { CARILLON_DNS_SERVERS: servers.join(', ') }).dnsServers).toEqual(servers);
    for (const wrong of ['dns.example', '192.0.2.53:', '192.0.2.53:70000', '2001:db8::53]:53', '[192.0.2.1]:53', '']) {
      expect(() => readConfig(['--dns-servers', `192.0.2.1,${wrong}`], {})).toThrow('must be an IP address, or one with a port');
    }
  });

  test('ignores what is not Carillon’s', () => {
    expect(() => readConfig([], { PATH: '/bin', PORT: 'x', CARILLONS: 'many' })).not.toThrow();
  });
});

describe('a configuration that is not usable', () => {
  test('names everything that is wrong at once, unknown names with the one that was meant', () => {
    const config = file('wrong.json', JSON.stringify({ dataFolder: '/srv', logLevel: 'loud' }));
    expect(
      refusal(['--prot', '80', '--config', config], { CARILLON_HOSTS: 'all', CARILLON_NONSENSE: '1', CARILLON_REQUEST_BURST: '-1' }),
    ).toBe(
      [
        'The configuration is not usable:',
        '  - --prot is no setting; did you mean CARILLON_PORT (--port)?',
        '  - CARILLON_HOSTS is no setting; did you mean CARILLON_HOST (--host)?',
        '  - CARILLON_NONSENSE is no setting.',
        '  - request-burst: Too small: expected number to be >=1.',
        '  - log-level: Invalid option: expected one of "trace"|"debug"|"info"|"warn"|"error"|"silent".',
        '  - dataFolder is no setting; did you mean CARILLON_DATA_DIR (--data-dir)?',
        'Correct it and start again; --help lists every setting.',
      ].join('\n'),
    );
  });

  test.each([
    ['a port that is none', { CARILLON_PORT: '70000' }, 'port: '],
    ['a port in words', { CARILLON_PORT: 'http' }, 'port: '],
    ['a database of another kind', { DATABASE_URL: 'mysql://db' }, 'database-url: must start with postgres://'],
    ['a key that is too short', { CARILLON_SECRET_KEY: 'abc' }, 'secret-key: must be 64 hexadecimal digits'],
    [
      'an outgoing address that is a name',
      { CARILLON_OUTGOING_ALLOW: 'idp.example' },
      'outgoing-allow: must be an IP address or a CIDR block',
    ],
    ['a proxy that is a name', { CARILLON_TRUSTED_PROXIES: 'proxy.example' }, 'trusted-proxies: must be an IP address or a CIDR block'],
    [
      'a proxy block that is too wide',
      { CARILLON_TRUSTED_PROXIES: '10.0.0.0/33' },
      'trusted-proxies: must be an IP address or a CIDR block',
    ],
    ['a secret file that is not there', { CARILLON_SECRET_KEY_FILE: '/nonexistent/key' }, '/nonexistent/key cannot be read'],
    ['a file that is not there', { CARILLON_CONFIG: '/nonexistent/carillon.json' }, '/nonexistent/carillon.json cannot be read'],
  ])('names %s', (_, environment, expected) => {
    expect(refusal([], environment)).toContain(`  - ${expected}`);
  });

  test.each([
    ['cut short', '{"port": '],
    ['a list', '[]'],
    ['too large', JSON.stringify({ dataDir: 'x'.repeat(70_000) })],
  ])('names a file that is %s', (_, content) => {
    const config = file('broken.json', content);
    expect(refusal(['--config', config], {})).toContain(`  - ${config} `);
  });

  test('names a flag without a value and a word that is no flag', () => {
    expect(refusal(['8080'], {})).toContain('  - 8080 is no flag: settings are given as --name value.');
    expect(refusal(['--port'], {})).toContain('  - --port needs a value.');
  });

  test('never repeats a secret', () => {
    expect(refusal([], { CARILLON_SECRET_KEY: 'half-a-secret', DATABASE_URL: 'mysql://user:password@db' })).not.toMatch(
      /half-a-secret|password/,
    );
  });
});

test('--help has a line for every setting, with its flag and its variable', () => {
  const lines = describeSettings();
  for (const line of lines) expect(line).toMatch(/^ {2}--[a-z-]+ +[A-Z_]+ +\S/);
  expect(lines.join('\n')).toMatch(/--data-dir +CARILLON_DATA_DIR +Folder of the embedded database/);
  expect(lines.join('\n')).toMatch(/--database-url +DATABASE_URL +PostgreSQL to use/);
});

function refusal(flags: readonly string[], environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(flags, environment);
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}
