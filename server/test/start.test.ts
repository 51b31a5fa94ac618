import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { encodeCall } from './support/call.ts';
import { onPostgres, onSqlite } from './support/engine.ts';
import { tamper } from './support/rows.ts';
import { carillon, createHome, readFirstRun, startServer, type Home, type RunningServer } from './support/server.ts';
import { sign } from './support/sign.ts';

describe('a server', () => {
  let home: Home;
  let server: RunningServer;
  beforeAll(async () => {
    home = await createHome();
    server = await startServer(home);
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  test('prints its address, a credential and lines to paste, and Ready last', async () => {
    const { accessKeyId, secretAccessKey } = readFirstRun(home);
    const lines = server.printed.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^Carillon \d/);
    expect(lines).toContain(
      `export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_DEFAULT_REGION=us-east-1`,
    );
    expect(lines).toContain(
      `export AWS_ENDPOINT_URL_CHIME=${server.url} AWS_ENDPOINT_URL_IAM=${server.url} AWS_ENDPOINT_URL_STS=${server.url}`,
    );
    expect(lines.at(-1)).toBe('Ready');
  });

  test('keeps the credential in a file for its own user only', () => {
    expect(readFirstRun(home)).toMatchObject({
      url: server.url,
      setupUrl: expect.stringMatching(new RegExp(`^${server.url}/setup#[\\w-]{43}$`)),
    });
    for (const file of ['first-run.json', 'secret.key']) expect(statSync(join(home.dataDir, file)).mode & 0o777).toBe(0o600);
    expect(statSync(home.dataDir).mode & 0o777).toBe(0o700);
  });

  test('is live and ready', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  });

  test('that is asked to stop finishes the request under way, and ends with 0', async () => {
    const body = encodeCall(CreateAccount, { Name: 'At the last moment' }).body;
    const headers = sign({ ...readFirstRun(home), method: 'POST', url: `${server.url}/accounts`, body, date: Date.now() });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').setEncoding('utf8');
    await once(socket, 'connect');
    const head = Object.entries({ ...headers, 'content-length': String(body.length) }).map(([name, value]) => `${name}: ${value}\r\n`);
    await write(socket, `POST /accounts HTTP/1.1\r\n${head.join('')}\r\n${body.slice(0, 5)}`);
    // Once it has answered a connection that came later, and then another one, it has also read from this one.
    for (const path of ['/healthz', '/readyz']) await fetch(`${server.url}${path}`, { headers: { connection: 'close' } });
    const asked = performance.now();
    server.terminate();
    await refusesConnections(server.url);
    let answer = '';
    socket.on('data', (text: string) => (answer += text));
    await write(socket, body.slice(5));
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1.1 201 /);
    expect(answer).toContain('"Name":"At the last moment"');
    const { code, stderr } = await server.ended;
    expect(code).toBe(0);
    // All it had to say is what of the object store works.
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining('"works":["put","get","list","sign","delete"]')]);
    // It has not waited for the client to let go of the connection.
    expect(performance.now() - asked).toBeLessThan(8_000);
    server = await startServer(home);
  });

  test('that starts again shows the credential never again, and leaves the file as it is', async () => {
    const before = readFileSync(join(home.dataDir, 'first-run.json'), 'utf8');
    const { accessKeyId, secretAccessKey } = readFirstRun(home);
    expect(server.printed).not.toContain(secretAccessKey);
    expect(server.printed).not.toContain(accessKeyId);
    expect(server.printed.trimEnd().split('\n').at(-1)).toBe('Ready');
    expect(readFileSync(join(home.dataDir, 'first-run.json'), 'utf8')).toBe(before);
  });

  test('does not start on a port that is in use, and says how to choose another', async () => {
    const other = await createHome();
    const { port } = new URL(server.url);
    const { code, stdout, stderr } = await carillon(other, ['start'], { CARILLON_PORT: port });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Carillon cannot listen on 127.0.0.1:${port}: another program is using it. Choose another port with CARILLON_PORT (0 = any free one).\n`,
    });
    expect(stdout).not.toContain('Ready');
    other.remove();
  });

  onSqlite('does not start on a data folder that another server uses', async () => {
    const { code, stderr } = await carillon(home, ['start']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Another Carillon server is using the data folder ${home.dataDir}. Stop it, or give this one a folder of its own with CARILLON_DATA_DIR; to run several servers together, use PostgreSQL (DATABASE_URL).\n`,
    });
  });

  onPostgres('starts beside another one on the same PostgreSQL, and has the same accounts', async () => {
    const beside = await startServer(home);
    const headers = sign({ ...readFirstRun(home), method: 'GET', url: `${beside.url}/accounts`, date: Date.now() });
    expect(await (await fetch(`${beside.url}/accounts`, { headers })).text()).toContain('"Name":"At the last moment"');
    await beside.stop();
  });
});

describe('a server does not start', () => {
  let home: Home;
  const refusal = async (more: Readonly<Record<string, string>> = {}) => {
    const { code, stderr, stdout } = await carillon(home, ['start'], more);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    return stderr;
  };
  beforeAll(async () => {
    home = await createHome();
    await (await startServer(home)).stop();
  });
  afterAll(() => home.remove());

  test('with settings it does not know, naming all of them', async () => {
    const { code, stderr } = await carillon(home, ['start', '--prot', '80'], { CARILLON_HOSTS: 'x' });
    expect(code).toBe(1);
    expect(stderr).toContain(
      '  - --prot is no setting; did you mean CARILLON_PORT (--port)?\n  - CARILLON_HOSTS is no setting; did you mean CARILLON_HOST (--host)?\n',
    );
  });

  test('when it cannot keep the first credential, and sets nothing up, so that the next start does', async () => {
    const empty = await createHome();
    const file = join(empty.dataDir, 'first-run.json');
    mkdirSync(file, { recursive: true });
    const { code, stdout, stderr } = await carillon(empty, ['start']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^The first administrator's credential cannot be kept in .*first-run\.json: EISDIR.*\. Nothing was set up; mend that and start again\.\n$/,
    );
    rmSync(file, { recursive: true });
    const server = await startServer(empty);
    expect(server.printed).toContain(readFirstRun(empty).secretAccessKey);
    await server.stop();
    empty.remove();
  });

  test('with a data folder it cannot use', async () => {
    const file = join(home.dataDir, 'a-file');
    writeFileSync(file, '');
    for (const dataDir of [file, join(file, 'below')]) {
      expect(await refusal({ CARILLON_DATA_DIR: dataDir })).toMatch(
        new RegExp(
          `^The data folder ${dataDir} cannot be used: .*\\. Make it writable for this user, or choose another with CARILLON_DATA_DIR\\.\\n$`,
        ),
      );
    }
  });

  test('with another key than the one it was first started with', async () => {
    expect(await refusal({ CARILLON_SECRET_KEY: 'ab'.repeat(32) })).toBe(
      'The key of CARILLON_SECRET_KEY is not the one that sealed the secrets of this database. Give the server the key it was first started with.\n',
    );
  });

  test('with a key file that is damaged', async () => {
    const file = join(home.dataDir, 'secret.key');
    const key = readFileSync(file, 'utf8');
    writeFileSync(file, key.slice(0, 10));
    expect(await refusal()).toBe(
      `The key file ${file} must hold one key of 64 hexadecimal digits per line. Restore it from your backup: without it, stored secrets cannot be read.\n`,
    );
    writeFileSync(file, key);
  });

  test('with a database of a newer version', async () => {
    await tamper(home, `update meta set value = '999' where key = 'schema_version'`);
    expect(await refusal()).toMatch(
      /^The database has schema version 999; this Carillon knows \d+\. Start the newer Carillon that wrote it, or restore a backup taken before the upgrade\.\n$/,
    );
  });

  onSqlite('with a SQLite database of another program', async () => {
    const dataDir = join(home.dataDir, 'foreign');
    mkdirSync(dataDir);
    const foreign = new DatabaseSync(join(dataDir, 'carillon.db'));
    foreign.exec('create table bookmarks (url text)');
    foreign.close();
    expect(await refusal({ CARILLON_DATA_DIR: dataDir })).toBe(
      `The file ${join(dataDir, 'carillon.db')} is a SQLite database of another program. Point CARILLON_DATA_DIR to a folder of Carillon's own.\n`,
    );
  });

  onSqlite('with a file that is no database', async () => {
    const dataDir = join(home.dataDir, 'no-database');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'carillon.db'), 'just a text\n'.repeat(1000));
    expect(await refusal({ CARILLON_DATA_DIR: dataDir })).toMatch(
      /^The database file .*carillon\.db cannot be opened: .*not a database\. Check that it is a SQLite database and that this user may read and write it\.\n$/,
    );
    rmSync(dataDir, { recursive: true });
  });

  onPostgres('with a PostgreSQL that does not answer', async () => {
    const stderr = await refusal({ DATABASE_URL: 'postgres://carillon:password@127.0.0.1:1/carillon' });
    expect(stderr).toMatch(/DATABASE_URL/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('password@');
  });
});

/** Writes, and waits until the operating system has it. */
async function write(socket: Socket, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => socket.write(text, (error) => (error ? reject(error) : resolve())));
}

/** Waits until the server takes no more connections: from then on it is draining. */
async function refusesConnections(url: string): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      await fetch(`${url}/healthz`, { headers: { connection: 'close' } });
    } catch {
      return;
    }
    if (Date.now() > until) throw new Error('The server still takes connections.');
    await delay(20);
  }
}
