import { afterAll, describe, expect, test } from 'vitest';
import { createTeam } from '../support/members.ts';
import { listen } from '../support/listening.ts';
import { signedRequest, type SignInput } from '../support/sign.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});

const bodyMax = 1024 * 1024;
const json = 'application/json; charset=utf-8';
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** A request of Ana's, signed as it goes over the wire. */
const byAna = (method: string, target: string, more: Partial<SignInput> = {}) =>
  signedRequest({
    method,
    url: `http://${server.host}${target}`,
    accessKeyId: world.ana.accessKeyId,
    secretAccessKey: world.ana.secretAccessKey,
    date: world.clock.now(),
    ...more,
  });

describe('a body', () => {
  test('over 1 MiB is refused with 413 before it is read, in the words of REST-JSON', async () => {
    const reply = await server.send(byAna('POST', '/accounts', { body: Buffer.alloc(bodyMax + 1, ' ') }));
    expect(reply).toMatchObject({ status: 413, headers: { 'x-amzn-errortype': 'RequestEntityTooLargeException', 'content-type': json } });
    expect(JSON.parse(reply.body)).toEqual({ Code: 'BadRequest', Message: 'The body is larger than 1048576 bytes. Split the request.' });
  });

  test('over 1 MiB is refused with 413 in the words of the Query protocol', async () => {
    const reply = await server.send(byAna('POST', '/', { service: 'iam', headers: form, body: Buffer.alloc(bodyMax + 1, 'a') }));
    expect(reply).toMatchObject({ status: 413, headers: { 'content-type': 'text/xml' } });
    expect(reply.body).toContain('<Code>RequestEntityTooLargeException</Code>');
  });

  test('of exactly 1 MiB is read', async () => {
    const body = JSON.stringify({ Name: 'Padded' }).padEnd(bodyMax, ' ');
    expect(await server.send(byAna('POST', '/accounts', { body }))).toMatchObject({ status: 201 });
  });

  test('is read whatever its content type says, and when it says nothing', async () => {
    for (const type of ['application/json', 'application/x-amz-json-1.1', 'text/plain', '']) {
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
      const reply = await server.send(byAna('POST', '/accounts', { headers, body: JSON.stringify({ Name: `Typed ${type}` }) }));
      expect([type, reply.status, reply.body]).toEqual([type, 201, expect.any(String)]);
    }
  });

  test('of a content type that is none is refused with 400', async () => {
    const reply = await server.send(byAna('POST', '/accounts', { headers: { 'content-type': 'x' }, body: '{}' }));
    expect(reply).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'BadRequestException' } });
  });

  test('that was changed on its way is refused', async () => {
    const request = byAna('POST', '/accounts', { body: JSON.stringify({ Name: 'Honest' }) });
    const reply = await server.send({ ...request, body: Buffer.from(JSON.stringify({ Name: 'Forged' })) });
    expect(reply).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'InvalidSignatureException' } });
  });
});

describe('a path', () => {
  test('that no operation has is an UnknownOperationException', async () => {
    for (const [method, target] of [
      ['GET', '/nothing'],
      ['GET', '/'],
      ['DELETE', '/accounts'],
      ['POST', '/accounts?operation=nothing'],
      ['GET', '/accounts/x/users/y/z'],
      ['PATCH', '/accounts'],
    ] as const) {
      const reply = await server.send(byAna(method, target));
      expect([method, target, reply.status, reply.headers['x-amzn-errortype']]).toEqual([method, target, 404, 'UnknownOperationException']);
    }
  });

  test('that no operation has asks for a signature first', async () => {
    const reply = await server.send({ method: 'GET', target: '/nothing', rawHeaders: ['host', server.host], body: Buffer.alloc(0) });
    expect(reply).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' } });
  });

  test('with dots and double slashes leads where its normalised form leads', async () => {
    const id = await createTeam(world.ana, 'Winding');
    for (const target of [
      `//accounts/${id}`,
      `/accounts/./${id}`,
      `/nothing/../accounts//${id}`,
      `/accounts/x/../${id}`,
      `/../accounts/${id}`,
    ]) {
      const reply = await server.send(byAna('GET', target));
      expect([target, reply.status, reply.body]).toEqual([target, 200, expect.stringContaining('"Name":"Winding"')]);
    }
  });

  test('that only looks like a public page asks for a signature', async () => {
    for (const target of ['//healthz', '/x/../healthz', '/healthz/', '/%68ealthz/..', '/reference/x']) {
      const { status, headers } = await server.send({ method: 'GET', target, rawHeaders: ['host', server.host], body: Buffer.alloc(0) });
      expect([target, status, headers['x-amzn-errortype']]).toEqual([target, 403, 'MissingAuthenticationTokenException']);
    }
  });

  test('that is no percent-encoding is refused with 400, not with a fault', async () => {
    for (const target of ['/accounts/%', '/accounts/%zz', '/accounts/%ff', '/%', '/accounts?name=%', '/accounts?%zz=1']) {
      const { status, headers } = await server.send({ ...byAna('GET', '/accounts'), target });
      expect([target, status, headers['content-type']]).toEqual([target, expect.toBeOneOf([400, 403]), json]);
    }
  });
});

describe('the Query protocol', () => {
  const call = (body: string, more: Partial<SignInput> = {}) =>
    server.send(byAna('POST', '/', { service: 'iam', headers: form, body, ...more }));

  test('an Action that does not exist is InvalidAction', async () => {
    const reply = await call('Action=Nothing&Version=2010-05-08');
    expect(reply).toMatchObject({ status: 400, headers: { 'content-type': 'text/xml' } });
    expect(reply.body).toContain('<Code>InvalidAction</Code><Message>Could not find operation Nothing for version 2010-05-08</Message>');
  });

  test('no Action, another Version and another service’s Action are InvalidAction too', async () => {
    for (const body of ['', 'Version=2010-05-08', 'Action=GetUser&Version=2011-06-15', 'Action=GetCallerIdentity&Version=2010-05-08']) {
      expect((await call(body)).body).toContain('<Code>InvalidAction</Code>');
    }
  });

  test('a call may come in the query string of a GET', async () => {
    const reply = await server.send(byAna('GET', '/?Action=GetCallerIdentity&Version=2011-06-15', { service: 'sts' }));
    expect(reply.status).toBe(200);
    expect(reply.body).toContain('<Arn>arn:aws:iam::111111111111:user/admin</Arn>');
  });

  test('a form that is not UTF-8 is a ValidationError', async () => {
    const reply = await server.send(byAna('POST', '/', { service: 'iam', headers: form, body: Buffer.from([0x41, 0xff]) }));
    expect(reply).toMatchObject({ status: 400 });
    expect(reply.body).toContain('<Code>ValidationError</Code>');
  });
});

describe('what needs no signature', () => {
  test('the landing page says how to point a client here', async () => {
    const page = await server.get('/');
    expect(page).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' },
    });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).toContain('Carillon <small>1.2.3</small>');
    expect(page.body).toContain('This server is up');
    expect(page.body).toContain('AWS_ENDPOINT_URL_CHIME=http://carillon.test');
  });

  test('the reference lists every operation with its actions', async () => {
    const { status, body } = await server.get('/reference');
    expect(status).toBe(200);
    expect(body).toMatch(/id="chime-CreateAccount".*?<code>chime:CreateAccount<\/code>/s);
    expect(body).toMatch(/id="chime-CreateCDRBucket".*?<code>s3:CreateBucket<\/code>/s);
  });

  test('derived documents and health are JSON', async () => {
    expect(await server.get('/openapi.json')).toMatchObject({
      status: 200,
      headers: { 'content-type': json },
      body: '{"openapi":"3.1.0"}',
    });
    expect(JSON.parse((await server.get('/healthz')).body)).toEqual({ status: 'live', version: '1.2.3' });
    expect(JSON.parse((await server.get('/readyz')).body)).toEqual({ status: 'ready' });
  });

  test('a server that is not ready is live, and says why it is not ready', async () => {
    const sick = await listen(world, { ready: async () => ({ ready: false, why: 'the database does not answer' }) });
    expect(await sick.get('/readyz')).toMatchObject({ status: 503, body: '{"status":"not ready","why":"the database does not answer"}\n' });
    expect(await sick.get('/healthz')).toMatchObject({ status: 200 });
    expect((await sick.get('/')).body).toContain('Not ready: the database does not answer');
    await sick.close();
  });
});

test('the pages are not where a write can be sent to', async () => {
  for (const target of ['/healthz', '/reference', '/setup']) {
    const reply = await server.send({ method: 'POST', target, rawHeaders: ['host', server.host], body: Buffer.alloc(0) });
    expect(reply.status).toBe(403);
  }
});
