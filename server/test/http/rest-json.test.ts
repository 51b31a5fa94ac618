import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTeam, inviteUser } from '../support/members.ts';
import { presignedRequest, signedRequest, type SignInput } from '../support/sign.ts';
import { createWorld, type Reply } from '../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const accountId = await createTeam(world.ana, 'Acme');
const userId = await inviteUser(world.ana, accountId, 'ida@acme.example');

const byAna = (method: string, target: string, more: Partial<SignInput> = {}): SignInput => ({
  method,
  url: `http://carillon.test${target}`,
  accessKeyId: world.ana.accessKeyId,
  secretAccessKey: world.ana.secretAccessKey,
  date: world.clock.now(),
  ...more,
});
const send = async (method: string, target: string, body?: string | Uint8Array, headers?: Record<string, string>) =>
  world.send(signedRequest(byAna(method, target, { body, headers })));

describe('a body that is no JSON object is a BadRequestException', () => {
  test.each([
    ['cut short', '{"Name": '],
    ['without quotes', '{Name: "Acme"}'],
    ['a form', 'Name=Acme'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['two documents', '{"Name":"A"}{"Name":"B"}'],
  ])('%s', async (_, body) => {
    expect(error(await send('POST', '/accounts', body))).toEqual([
      400,
      'BadRequestException',
      expect.stringMatching(/^The body is not JSON in UTF-8: /),
    ]);
  });

  test.each([
    ['an array', '[]'],
    ['a string', '"Acme"'],
    ['a number', '1'],
    ['null', 'null'],
    ['true', 'true'],
  ])('%s', async (_, body) => {
    expect(error(await send('POST', '/accounts', body))).toEqual([400, 'BadRequestException', 'The body must be a JSON object.']);
  });

  test('no body is an empty object', async () => {
    expect(error(await send('POST', '/accounts'))[2]).toContain("Value null at 'name'");
  });

  test('nested beyond reason', async () => {
    expect((await send('POST', '/accounts', '{"Name":'.repeat(100_000))).status).toBe(400);
    expect((await send('POST', '/accounts', `{"Name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).status).toBe(400);
  });
});

describe('members', () => {
  test('a null is an absent member', async () => {
    expect(error(await send('POST', '/accounts', '{"Name":null}'))[2]).toContain(
      "Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
    expect(await send('POST', `/accounts/${accountId}/users/${userId}`, '{"LicenseType":"Basic","UserType":null}')).toMatchObject({
      status: 200,
    });
  });

  test('of a body never replace the labels of the path', async () => {
    const other = await createTeam(world.gil, 'Globex');
    const reply = await send('POST', `/accounts/${accountId}?operation=rename`, JSON.stringify({ AccountId: other, Name: 'Acme Corp' }));
    expect(JSON.parse(reply.body)).toMatchObject({ Account: { AccountId: accountId, Name: 'Acme Corp' } });
  });

  test('of a body never replace the query string, nor it the body, where only one of them counts', async () => {
    expect(error(await send('POST', '/accounts?name=FromTheQuery'))[2]).toContain("Value null at 'name'");
    expect(JSON.parse((await send('GET', '/accounts?name=Nobody', '{"Name":"Acme"}')).body)).toEqual({ Accounts: [] });
  });

  test('called __proto__ or constructor are unknown ones', async () => {
    const reply = await send('POST', '/accounts', '{"Name":"Plain","__proto__":{"Name":"Polluted"},"constructor":{"prototype":{"x":1}}}');
    expect(JSON.parse(reply.body)).toMatchObject({ Account: { Name: 'Plain' } });
    expect({}).not.toHaveProperty('x');
    expect(error(await send('POST', '/accounts', '{"__proto__":{"Name":"Polluted"}}'))[2]).toContain("Value null at 'name'");
  });

  test('of a path may be any text in percent-encoding', async () => {
    expect(error(await send('GET', `/accounts/${encodeURIComponent('ä/ö ?')}`))).toEqual([
      404,
      'NotFoundException',
      expect.stringContaining('ä/ö ?'),
    ]);
    expect(error(await send('GET', '/accounts/%C3%28'))[0]).toBe(400);
  });
});

describe('query strings', () => {
  test('name everything that is wrong at once', async () => {
    const [status, code, message] = error(
      await send('GET', `/accounts/${accountId}/users?max-results=many&user-type=Robot&status=Asleep&user-email=nobody`),
    );
    expect([status, code]).toEqual([400, 'BadRequestException']);
    expect(message).toMatch(/^4 validation errors detected: /);
    expect(message).toContain("Value at 'maxResults' failed to satisfy constraint: Member must be of type number");
    expect(message).toContain(
      "Value at 'userType' failed to satisfy constraint: Member must satisfy enum value set: [PrivateUser, SharedDevice]",
    );
    expect(message).toContain(
      "Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Unregistered, Registered, Suspended, Released]",
    );
    expect(message).toContain("Value at 'userEmail' failed to satisfy constraint: Member must satisfy regular expression pattern: ");
  });

  test.each(['1e2', '0x10', '5.0', '%205', '+5', '', '9007199254740993', '--1', '%EF%BC%95'])('%s is no number', async (text) => {
    expect(error(await send('GET', `/accounts?max-results=${text}`))[2]).toContain(
      "'maxResults' failed to satisfy constraint: Member must be",
    );
  });

  test('hold pages to 1–200', async () => {
    expect(error(await send('GET', '/accounts?max-results=0'))[2]).toContain('Member must have value greater than or equal to 1');
    expect(error(await send('GET', '/accounts?max-results=201'))[2]).toContain('Member must have value less than or equal to 200');
    expect((await send('GET', '/accounts?max-results=200')).status).toBe(200);
  });

  test('a token of another list, another tenant or nobody is a BadRequestException', async () => {
    await createTeam(world.ana, 'Second');
    const { NextToken } = z.object({ NextToken: z.string() }).parse(JSON.parse((await send('GET', '/accounts?max-results=1')).body));
    const token = encodeURIComponent(NextToken);
    expect((await send('GET', `/accounts?max-results=1&next-token=${token}`)).status).toBe(200);
    for (const target of [
      `/accounts?name=Acme&next-token=${token}`,
      `/accounts/${accountId}/users?next-token=${token}`,
      '/accounts?next-token=x',
    ]) {
      expect([target, ...error(await send('GET', target))]).toEqual([
        target,
        400,
        'BadRequestException',
        expect.stringContaining('The page token is not one of this list'),
      ]);
    }
    const { accessKeyId, secretAccessKey } = world.gil;
    expect((await world.send(signedRequest(byAna('GET', `/accounts?next-token=${token}`, { accessKeyId, secretAccessKey })))).status).toBe(
      400,
    );
  });
});

describe('presigned requests', () => {
  test('may read', async () => {
    expect(await world.send(presignedRequest(byAna('GET', `/accounts/${accountId}`)))).toMatchObject({ status: 200 });
  });

  test('may not write: their address is passed on, logged and bookmarked', async () => {
    const reply = await world.send(presignedRequest(byAna('POST', '/accounts', { body: '{"Name":"Presigned"}' })));
    expect(error(reply)).toEqual([
      403,
      'AccessDeniedException',
      'A presigned request may only read. Sign CreateAccount in the Authorization header.',
    ]);
    expect(JSON.parse((await send('GET', '/accounts?name=Presigned')).body)).toEqual({ Accounts: [] });
  });

  test('may not rehearse a write either', async () => {
    const reply = await world.send(
      presignedRequest(byAna('POST', '/accounts', { body: '{"Name":"Presigned"}', headers: { 'x-carillon-dry-run': 'true' } })),
    );
    expect(reply.status).toBe(403);
  });
});

describe('dry runs', () => {
  test.each(['true', 'TRUE', 'True', ' true '])('are asked for with %j', async (value) => {
    const reply = await send('POST', '/accounts', '{"Name":"Rehearsed"}', { 'x-carillon-dry-run': value });
    expect(reply).toMatchObject({ status: 201, headers: { 'x-carillon-dry-run': 'true' } });
    expect(JSON.parse((await send('GET', '/accounts?name=Rehearsed')).body)).toEqual({ Accounts: [] });
  });

  test.each(['false', '1', 'yes', ''])('are not asked for with %j', async (value) => {
    const reply = await send('POST', '/accounts', JSON.stringify({ Name: `Real ${value}` }), { 'x-carillon-dry-run': value });
    expect(reply.status).toBe(201);
    expect(reply.headers).not.toHaveProperty('x-carillon-dry-run');
  });

  test('are refused like the real call, and say so', async () => {
    const reply = await send('DELETE', `/accounts/${accountId}`, undefined, { 'x-carillon-dry-run': 'true' });
    expect(reply).toMatchObject({ status: 422, headers: { 'x-carillon-dry-run': 'true' } });
  });
});

/** Status, error type and message. */
function error({ status, headers, body }: Reply): [number, string | undefined, string] {
  const parsed: unknown = JSON.parse(body);
  const message = typeof parsed === 'object' && parsed !== null && 'Message' in parsed ? String(parsed.Message) : '';
  return [status, headers['x-amzn-errortype'], message];
}
