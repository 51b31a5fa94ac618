import { randomUUIDv7 } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { answerOf, begin, createOffice, join, messageIdOf, type Colleague } from '../support/colleagues.ts';
import { containing } from '../support/matchers.ts';
import { listen } from '../support/listening.ts';
import { changeUser } from '../support/members.ts';
import { registerIn } from '../support/portal.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
const acmeId = await createOffice(world, world.ana, 'Acme', 'acme.example');
await createOffice(world, world.gil, 'Globex', 'globex.example');
const ida = await join(world, server, 'ida@acme.example', 'Ida');
const jo = await join(world, server, 'jo@acme.example', 'Jo');
const kai = await join(world, server, 'kai@acme.example', 'Kai');
const eve = await join(world, server, 'eve@globex.example', 'Eve');

const say = (who: Colleague, id: string, Content: string) => who.call('POST', `/me/conversations/${id}/messages`, { Content });
const read = async (who: Colleague, id: string, query = '') => answerOf(await who.call('GET', `/me/conversations/${id}/messages${query}`));

describe('conversations', () => {
  test('two people have one direct conversation, whoever begins it, also when both do at once', async () => {
    const [one, other] = await Promise.all([begin(ida, 'Direct', [jo]), begin(jo, 'Direct', [ida])]);
    expect(one).toBe(other);
    expect(await begin(ida, 'Direct', [jo])).toBe(one);
  });

  test('what is said is read by its people, the newest first, page by page', async () => {
    const id = await begin(ida, 'Group', [jo], 'Lunch');
    for (const content of ['one', 'two', 'three']) expect((await say(ida, id, content)).status).toBe(201);
    const first = await read(jo, id, '?max-results=2');
    const second = await read(jo, id, `?max-results=2&next-token=${first.NextToken}`);
    expect([...(first.Messages ?? []), ...(second.Messages ?? [])]).toMatchObject([
      { Content: 'three', Sender: { Email: 'ida@acme.example', FullName: 'Ida' }, Redacted: false },
      { Content: 'two' },
      { Content: 'one' },
    ]);
    expect(second.NextToken).toBeUndefined();
    const list = answerOf(await jo.call('GET', '/me/conversations?max-results=1'));
    expect(list.Conversations).toMatchObject([{ ConversationId: id, Type: 'Group', Name: 'Lunch', CreatedBy: ida.userId }]);
    expect(list.Conversations?.[0]?.Members).toHaveLength(2);
  });

  test('to whoever is not in it, a conversation is one that does not exist, within the account and beyond', async () => {
    const id = await begin(ida, 'Direct', [jo]);
    for (const stranger of [kai, eve]) {
      const [foreign, absent] = [await say(stranger, id, 'hello'), await say(stranger, randomUUIDv7(), 'hello')];
      expect([foreign.status, foreign.html]).toEqual([404, absent.html]);
      expect((await stranger.call('GET', `/me/conversations/${id}/messages`)).status).toBe(404);
    }
  });

  test('people of other accounts, and addresses of nobody, cannot be told apart', async () => {
    const [theirs, nobody] = await Promise.all(
      ['eve@globex.example', 'nobody@acme.example'].map((email) =>
        ida.call('POST', '/me/conversations', { Type: 'Direct', MemberEmails: [email] }),
      ),
    );
    expect([theirs?.status, nobody?.status]).toEqual([404, 404]);
    expect(theirs?.html.replace('eve@globex', '')).toBe(nobody?.html.replace('nobody@acme', ''));
  });

  test('whoever has left the account has left its conversations', async () => {
    const id = await begin(ida, 'Group', [kai], 'Leaving');
    await changeUser(world, kai.userId, { account_id: '' });
    expect((await read(kai, id))['Message']).toContain('you belong to none');
    expect((await kai.browser.open('/me/attachments')).status).toBe(422);
    await changeUser(world, kai.userId, { account_id: acmeId });
    expect((await read(kai, id)).Messages).toEqual([]);
  });

  test('a room has administrators, who invite and remove; others may leave', async () => {
    const id = await begin(ida, 'Room', [jo], 'Board');
    const invite = (who: Colleague) => who.call('POST', `/me/conversations/${id}/members`, { MemberEmails: [kai.email] });
    expect((await invite(jo)).status).toBe(403);
    expect((await invite(ida)).status).toBe(204);
    expect((await say(kai, id, 'hello')).status).toBe(201);
    expect((await jo.call('DELETE', `/me/conversations/${id}/members/${kai.userId}`)).status).toBe(403);
    expect((await ida.call('DELETE', `/me/conversations/${id}/members/${kai.userId}`)).status).toBe(204);
    expect((await say(kai, id, 'still here?')).status).toBe(404);
    expect((await jo.call('DELETE', `/me/conversations/${id}/members/${jo.userId}`)).status).toBe(204);
    expect((await read(jo, id))['Code']).toBe('NotFoundException');
  });

  test.each([
    ['a direct one with oneself', { Type: 'Direct', MemberEmails: ['ida@acme.example'] }],
    ['a direct one of three', { Type: 'Direct', MemberEmails: ['jo@acme.example', 'kai@acme.example'] }],
    ['a room without a name', { Type: 'Room', MemberEmails: [] }],
    ['a name of two lines', { Type: 'Room', Name: 'a\nb', MemberEmails: [] }],
    ['a name that runs backwards', { Type: 'Room', Name: 'a\u202eb', MemberEmails: [] }],
    ['another kind', { Type: 'Meeting', MemberEmails: [] }],
    ['members of our own', { Type: 'Group', MemberEmails: ['jo@acme.example'], account_id: 'x' }],
    ['too many people', { Type: 'Group', MemberEmails: Array.from({ length: 501 }, (_, n) => `p${n}@acme.example`) }],
  ])('400 for %s', async (_, input) => {
    const page = await ida.call('POST', '/me/conversations', input);
    expect([page.status, page.headers['x-amzn-errortype']]).toEqual([400, 'BadRequestException']);
  });
});

describe('a message', () => {
  test('is taken back by its sender, once and for all; nobody else may, but the administrator of a room', async () => {
    const group = await begin(ida, 'Group', [jo], 'Redacted');
    const room = await begin(ida, 'Room', [jo], 'Redacted');
    for (const [id, sender, other, status] of [
      [group, ida, jo, 403],
      [group, jo, ida, 403],
      [room, ida, jo, 403],
      [room, jo, ida, 204],
    ] as const) {
      const MessageId = messageIdOf(await say(sender, id, 'secret'));
      expect((await other.call('DELETE', `/me/conversations/${id}/messages/${MessageId}`)).status).toBe(status);
      expect((await sender.call('DELETE', `/me/conversations/${id}/messages/${MessageId}`)).status).toBe(204);
      const [message] = (await read(other, id)).Messages ?? [];
      expect(message).toMatchObject({ MessageId, Content: '', Redacted: true });
    }
    const kept = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('messages').selectAll().where('content', '=', 'secret')));
    expect(kept).toEqual([]);
  });

  test('400 for one that says nothing, or too much, or what no database keeps', async () => {
    const id = await begin(ida, 'Direct', [jo]);
    for (const content of ['', '  \n', 'x'.repeat(10_001), 'a\0b', 'a\ud800b']) expect((await say(ida, id, content)).status).toBe(400);
  });

  test('counts in the log that reports are made of, by the kind of its conversation and never with what it says', async () => {
    const id = await begin(ida, 'Room', [], 'Counted');
    const MessageId = messageIdOf(await say(ida, id, 'nobody reports this'));
    const rows = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('meeting_events').selectAll().where('id', '=', MessageId)),
    );
    expect(rows).toMatchObject([{ account_id: acmeId, source_id: 'carillon', type: 'message.sent', data: '{"conversation":"Room"}' }]);
    expect(rows[0]?.person).toContain(ida.userId);
    expect(JSON.stringify(rows)).not.toContain('nobody reports');
  });
});

describe('a call', () => {
  test('401 for whoever is not signed in, 403 without the token or from another site, and nothing happens', async () => {
    const id = await begin(ida, 'Direct', [jo]);
    const path = `/me/conversations/${id}/messages`;
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ Content: 'forged' });
    expect((await openBrowser(server).send('POST', path, json, body)).status).toBe(401);
    for (const headers of [
      {},
      { 'x-carillon-form-token': jo.token },
      { 'x-carillon-form-token': ida.token, 'sec-fetch-site': 'cross-site' },
    ]) {
      const page = await ida.browser.send('POST', path, { ...json, ...headers }, body);
      expect([page.status, page.html]).toEqual([403, containing('The form has expired')]);
    }
    expect(JSON.stringify(await read(jo, id))).not.toContain('forged');
  });

  test('answers JSON that nobody sniffs or caches, with the id of the request', async () => {
    const page = await ida.call('GET', '/me/session');
    expect(page.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('of a free user is refused, saying why', async () => {
    const browser = openBrowser(server);
    await registerIn(browser, world, 'free@people.example');
    const page = await browser.send('GET', '/me/conversations');
    expect([page.status, page.html]).toEqual([422, containing('you belong to none')]);
  });

  test('400 for what is no JSON or no page', async () => {
    const broken = await ida.browser.send(
      'POST',
      '/me/conversations',
      { 'x-carillon-form-token': ida.token, 'content-type': 'application/json' },
      '{',
    );
    expect([broken.status, broken.html]).toEqual([400, containing('The body is no JSON.')]);
    for (const query of ['max-results=0', 'max-results=201', 'max-results=x', 'next-token=%27']) {
      expect((await ida.call('GET', `/me/conversations?${query}`)).status).toBe(400);
    }
  });
});
