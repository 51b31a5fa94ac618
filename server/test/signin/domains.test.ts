import { afterAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { listen } from '../support/listening.ts';
import { changeAccount, createTeam } from '../support/members.ts';
import { mailsTo, registerIn, signInAt } from '../support/portal.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
const browse = () => openBrowser(server);

/** An Enterprise account that has proved the domain. */
async function claim(name: string, domain: string): Promise<string> {
  const id = await createTeam(world.ana, name);
  const now = world.clock.now();
  const proof = { status: 'Verified' as const, token: domain, created_at: now, verified_at: now, failures: 0 };
  await world.database.write('', (tx) => tx.query(tx.sql.insertInto('domains').values({ account_id: id, name: domain, ...proof })));
  await changeAccount(world, id, { type: 'EnterpriseLWA' });
  return id;
}

describe('an address of a claimed domain', () => {
  test('joins the account when its person registers, with the default license', async () => {
    await claim('Acme', 'acme.example');
    const browser = browse();
    await registerIn(browser, world, 'ida@acme.example');
    expect((await browser.open('/me')).text).toContain('Account Acme License Pro');
    expect((await signInAt(browse(), 'ida@acme.example')).text).toContain('Account Acme License Pro');
  });

  test('whose account signs in elsewhere gets no password page, no link and no registration', async () => {
    const id = await claim('Globex', 'globex.example');
    await registerIn(browse(), world, 'bo@globex.example');
    const mails = (await mailsTo(world, 'bo@globex.example')).length;
    await changeAccount(world, id, { type: 'EnterpriseOIDC' });
    for (const [path, what] of [
      ['/signin/link', 'link'],
      ['/password', 'password'],
      ['/register', 'registration'],
    ] as const) {
      const browser = browse();
      await browser.open(path);
      const page = await browser.submit(path, { email: 'bo@globex.example' });
      expect([what, page.status]).toEqual([what, 422]);
    }
    expect(await mailsTo(world, 'bo@globex.example')).toHaveLength(mails);
    const browser = browse();
    await browser.open('/signin');
    expect((await browser.submit('/signin', { email: 'bo@globex.example' })).html).not.toContain('type="password"');
  });

  test('of a suspended user signs in nowhere, and is told to whom to turn', async () => {
    await registerIn(browse(), world, 'suspended@acme.example');
    await world.database.write('', (tx) =>
      tx.query(tx.sql.updateTable('users').set({ registration_status: 'Suspended' }).where('primary_email', '=', 'suspended@acme.example')),
    );
    const page = await signInAt(browse(), 'suspended@acme.example');
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('administrator has suspended you')]);
  });

  test('whose row alone says suspended is signed in no more, on any device', async () => {
    const browser = browse();
    await registerIn(browser, world, 'row@acme.example');
    await world.database.write('', (tx) =>
      tx.query(tx.sql.updateTable('users').set({ registration_status: 'Suspended' }).where('primary_email', '=', 'row@acme.example')),
    );
    expect((await browser.open('/me')).path).toBe('/signin');
  });
});
