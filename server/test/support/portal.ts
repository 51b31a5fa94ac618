import { openBody } from '../../src/store/outbox.ts';
import type { OutboxRow } from '../../src/store/outbox.ts';
import type { Browser } from './browser.ts';
import type { World } from './world.ts';

/** Long enough, and nobody's address. */
export const password = 'correct horse battery';

/** Every message to the address, the newest first. */
export async function mailsTo({ database }: Pick<World, 'database'>, recipient: string): Promise<(OutboxRow & { body: string })[]> {
  const rows = await database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('outbox').selectAll().where('recipient', '=', recipient).orderBy('id', 'desc')),
  );
  return rows.map((row) => ({ ...row, body: openBody(database.vault, row) }));
}

/** The path of the link in the newest message to the address. Throws if there is none. */
export async function linkTo(world: Pick<World, 'database'>, recipient: string): Promise<string> {
  const [mail] = await mailsTo(world, recipient);
  const path = /^\/[\w/-]+$/m.exec(mail?.body ?? '')?.[0];
  if (path === undefined) throw new Error(`No link was mailed to ${recipient}.`);
  return path;
}

/** Registers the address in the browser, which is signed in afterwards. */
export async function registerIn(browser: Browser, world: World, email: string, name = 'Ida'): Promise<void> {
  await browser.open('/register');
  await browser.submit('/register', { email });
  const link = await linkTo(world, email);
  await browser.open(link);
  const page = await browser.submit(link, { name, 'new-password': password });
  if (page.path !== '/me') throw new Error(`The registration ended with ${page.status}: ${page.text}`);
}

/** Accepts the invitation that was mailed to the address, in a browser nobody has signed in with. */
export async function acceptIn(browser: Browser, world: World, email: string, name = 'Ida'): Promise<void> {
  const link = await linkTo(world, email);
  await browser.open(link);
  const page = await browser.submit(link, { name, 'new-password': password });
  if (page.path !== '/me') throw new Error(`The invitation ended with ${page.status}: ${page.text}`);
}

/** Types address and password at the sign-in page. */
export async function signInAt(browser: Browser, email: string, word = password): Promise<Awaited<ReturnType<Browser['submit']>>> {
  await browser.open('/signin');
  await browser.submit('/signin', { email });
  return browser.submit('/signin/password', { password: word });
}
