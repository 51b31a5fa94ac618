import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, isInstalled } from '../../server/test/support/peers.ts';
import { createStage, signIn, type Stage, type Visitor } from './support/stage.ts';

describe.skipIf(!isInstalled(chromium))('the console where things are not as they should be', { timeout: 240_000 }, () => {
  let stage: Stage;
  let ana: Visitor;
  let meridian: string;
  let larkfield: string;
  const folder = mkdtempSync(join(tmpdir(), 'carillon-lists-'));
  beforeAll(async () => {
    stage = await createStage();
    meridian = stage.accounts.get('Meridian Logistics') ?? '';
    larkfield = stage.accounts.get('Larkfield Studio') ?? '';
    ana = await stage.open('ana');
  });
  afterAll(async () => {
    expect(ana?.complaints).toEqual([]);
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('on a slow network the page says that it waits, shows what was asked for last, and sends a form once', async () => {
    const { page, context } = ana;
    await ana.goto(`/accounts/${meridian}/users`);
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', {
      offline: false,
      // Longer than a busy machine takes to see that something is waited for.
      latency: 1_500,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    });
    const search = page.getByRole('searchbox', { name: /^Find users/ });
    await search.pressSequentially('stef');
    await page.getByText('Asking the server').waitFor();
    await page.getByRole('link', { name: /^stef/ }).first().waitFor();
    await page.getByText('Asking the server').waitFor({ state: 'hidden' });
    await expect
      .poll(() => page.getByRole('row').getByRole('link').allTextContents())
      .toSatisfy((names: string[]) => names.every((name) => name.startsWith('stef')));
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Accounts', exact: true }).click();
    await page.getByRole('button', { name: 'Create account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create account' });
    await dialog.getByLabel('Name').fill('Slow and Steady');
    await dialog.getByLabel('Name').press('Enter');
    await dialog.getByLabel('Name').press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Users/ }).waitFor();
    await network.detach();
    await ana.goto('/accounts?name=Slow');
    expect(await page.getByRole('link', { name: 'Slow and Steady' }).count()).toBe(1);
  });

  test('whom the first letters have found is not opened by letters that find somebody else, however late the answer', async () => {
    const { page } = ana;
    await ana.goto(`/accounts/${meridian}/users`);
    await page.keyboard.press('Control+k');
    await page.locator('[role=combobox]:focus').waitFor();
    await page.keyboard.type('da');
    await page.getByRole('option', { name: /^Daan/ }).waitFor();
    // No answer comes from here on.
    await page.route('**/users?*', () => undefined);
    await page.keyboard.type('shboard');
    await page.getByRole('option', { name: /^Dashboard/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
    await page.unroute('**/users?*');
  });

  test('where the server is not reached the page says so, keeps what was typed, and tries again when it is told to', async () => {
    const { page } = ana;
    await page.route('**/accounts?*', (route) => route.abort());
    await page.goto(`${stage.url}/console/accounts`);
    await page.getByText('No connection').waitFor();
    await page.unroute('**/accounts?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Meridian Logistics' }).waitFor();
    await page.route('**/accounts', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
    await page.getByRole('button', { name: 'Create account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create account' });
    await dialog.getByLabel('Name').fill('Second Try');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.getByText('nothing you have typed is lost').waitFor();
    await page.unroute('**/accounts');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Users/ }).waitFor();
  });

  test('a page whose files cannot be loaded says so and comes when it is tried again', async () => {
    const { page } = ana;
    await ana.goto('/accounts');
    await page.route('**/assets/simulator-*', (route) => route.abort());
    const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Simulator' });
    await link.click();
    await page.getByRole('heading', { level: 1, name: 'This page could not be shown' }).waitFor();
    await page.getByText('A file of this page could not be loaded.').waitFor();
    await page.unroute('**/assets/simulator-*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Simulator' }).waitFor();
    // The browser notes it, too.
    expect(ana.complaints.splice(0)).toSatisfy((noted: string[]) => noted.every((text) => text.includes('simulator-')));
  });

  test('who is signed in sees the frame of the page before any script has run, and nobody sees one at a door', async () => {
    const stranger = await stage.open(undefined);
    const signedOff = await stage.open('hana');
    await signedOff.context.addCookies([{ name: 'carillon-console', value: 'of-no-session', url: stage.url }]);
    const users = `/accounts/${meridian}/users`;
    for (const [{ page }, path, isInside] of [
      [ana, users, true],
      [ana, '/setup', false],
      [stranger, users, false],
      [signedOff, users, false],
    ] as const) {
      await page.route('**/assets/*.js', (route) => route.abort());
      await page.goto(`${stage.url}/console${path}`);
      expect(await page.locator('.frame').isVisible()).toBe(isInside);
      expect(await page.getByRole('status').count()).toBe(isInside ? 1 : 0);
      await page.unroute('**/assets/*.js');
    }
    await stranger.close();
    await signedOff.close();
    await ana.goto(users);
    expect(await ana.page.locator('.frame, [aria-busy=true]').count()).toBe(0);
  });

  test('a rehearsal that breaks changes nothing, says so, and is tried again', async () => {
    const { page } = ana;
    await ana.goto(`/accounts/${meridian}/users?status=Registered`);
    await page.getByRole('row').nth(1).getByRole('checkbox').press(' ');
    await page.route('**/*operation=logout', (route) => route.abort());
    await page.getByRole('button', { name: 'User actions' }).click();
    await page.getByRole('menuitem', { name: 'Sign out of all devices' }).click();
    await page.getByText('This could not be worked out to the end').waitFor();
    await page.unroute('**/*operation=logout');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Sign out 1 user' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  test('a CSV of 20 MB is read beside the page, and what is too large is refused with the bound', async () => {
    const { page } = ana;
    const padding = 'x'.repeat(170);
    const lines = Array.from({ length: 100_000 }, (_, index) => `"Person ${index}",person${index}@studio.example,${padding}`);
    const csv = join(folder, 'people.csv');
    writeFileSync(csv, `Name,Email,Remarks\n${lines.join('\n')}\n`);
    await ana.goto(`/accounts/${larkfield}/users`);
    await page.getByRole('button', { name: 'Invite users' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite users' });
    await dialog.locator('input[type=file]').setInputFiles(csv);
    await dialog.getByText('Reading the list').waitFor();
    await dialog.getByText('100,000 addresses found.').waitFor();
    await dialog.getByLabel('Mail addresses').fill('one-more@studio.example');
    await dialog.getByText('This list has 100,001 addresses, and one run takes 100,000. Split it.').waitFor();
    await dialog.getByLabel('Mail addresses').fill('');
    await dialog.getByRole('button', { name: 'Preview 100,000 invitations' }).click();
    await page.getByText(/^\d[\d,]+ of 100,000 people$/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const large = join(folder, 'large.csv');
    const file = openSync(large, 'w');
    ftruncateSync(file, 26 * 1024 * 1024);
    closeSync(file);
    await page.getByRole('button', { name: 'Invite users' }).click();
    await dialog.locator('input[type=file]').setInputFiles(large);
    await dialog.getByText('This list has 26.0 MB, and at most 25 MB are read.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('among 10,000 people one is found, a page is chosen and another one turned to, by keyboard alone', async () => {
    const { page } = ana;
    await stage.grow(larkfield, 10_000);
    await ana.goto(`/accounts/${larkfield}/users`);
    await page.getByText('(50+)').waitFor();
    const all = page.getByRole('checkbox', { name: 'Select everything on this page' });
    await all.focus();
    await page.keyboard.press(' ');
    await page.getByText('(50/50+)').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await page.getByText('(49/50+)').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ ');
    await page.getByText('(47/50+)').waitFor();
    await page.getByRole('button', { name: 'Next page' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('(47/100+)').waitFor();
    await page.getByRole('searchbox', { name: /^Find users/ }).focus();
    await page.keyboard.type('person-09999');
    await page.getByRole('link', { name: 'person-09999@grown.example' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'person-09999@grown.example' }).waitFor();
  });

  test('of two tabs, one goes on when somebody signs in again in the other, and never as somebody else unawares', async () => {
    const { page, context } = ana;
    await ana.goto('/accounts');
    await page.getByRole('button', { name: 'Create account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create account' });
    await dialog.getByLabel('Name').fill('Half Typed');
    const other = await context.newPage();
    await other.goto(`${stage.url}/console/about`);
    const leave = async (user: string): Promise<void> => {
      await other.getByRole('button', { name: `${user} @ ${stage.credentials.alias}` }).click();
      await other.getByRole('menuitem', { name: 'Sign out' }).click();
      await other.getByRole('button', { name: 'Sign in' }).waitFor();
    };
    await leave('ana');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    const ended = page.getByRole('dialog', { name: 'Your session has ended' });
    await ended.waitFor();
    await signIn(other, stage.url, stage.credentials, 'hana');
    expect(await ended.isVisible()).toBe(true);
    await leave('hana');
    await signIn(other, stage.url, stage.credentials, 'ana');
    await ended.waitFor({ state: 'hidden' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Half Typed');
    await leave('ana');
    await signIn(other, stage.url, stage.credentials, 'hana');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.getByText('This window is out of date').waitFor();
    await page.getByRole('button', { name: `hana @ ${stage.credentials.alias}` }).waitFor({ state: 'attached' });
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.getByText('is not authorized to perform: chime:CreateAccount').waitFor();
    await other.close();
  });
});
