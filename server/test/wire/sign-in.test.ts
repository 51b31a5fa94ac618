import { once } from 'node:events';
import { createServer } from 'node:net';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../src/operation.ts';
import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { DeleteAccountOpenIdConfig } from '../../src/operations/chime/DeleteAccountOpenIdConfig.ts';
import { DeleteDomain } from '../../src/operations/chime/DeleteDomain.ts';
import { GetUserByEmail } from '../../src/operations/chime/GetUserByEmail.ts';
import { InviteUsers } from '../../src/operations/chime/InviteUsers.ts';
import { LogoutUser } from '../../src/operations/chime/LogoutUser.ts';
import { SuspendUsers } from '../../src/operations/chime/SuspendUsers.ts';
import { encodeCall } from '../support/call.ts';
import { present } from '../support/members.ts';
import { chromium, isInstalled } from '../support/peers.ts';
import { tamper } from '../support/rows.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { sign } from '../support/sign.ts';
import { startMailPeer, type MailPeer } from '../support/smtp.ts';

/** Far beyond what a page or a mail takes on a busy machine. */
const patienceMs = 60_000;
const password = 'correct horse battery';

describe.skipIf(!isInstalled(chromium))('people in real browsers, with a real mail server', { timeout: 3 * patienceMs }, () => {
  let home: Home;
  let mail: MailPeer;
  /** Two processes on PostgreSQL, one on SQLite. */
  let servers: readonly RunningServer[];
  let browser: Browser;

  beforeAll(async () => {
    home = await createHome();
    mail = await startMailPeer();
    const port = await freePort();
    const settings = {
      CARILLON_SMTP_URL: mail.url,
      CARILLON_MAIL_FROM: 'no-reply@carillon.example',
      CARILLON_PUBLIC_URL: `http://127.0.0.1:${port}`,
    };
    const first = await startServer(home, { ...settings, CARILLON_PORT: String(port) });
    const isShared = home.environment['DATABASE_URL'] !== undefined;
    servers = isShared ? [first, await startServer(home, settings)] : [first];
    browser = await playwright.launch({ executablePath: chromium.command, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    for (const server of servers ?? []) await server.stop();
    await mail?.close();
    home?.remove();
  });

  const call = async (operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const { method, target, headers, body } = encodeCall(operation, input);
    const url = `${present(servers[0]).url}${target}`;
    const signed = sign({ ...readFirstRun(home), method, url, headers, body, date: Date.now() });
    const response = await fetch(url, { method, headers: { ...headers, ...signed }, ...(method !== 'GET' && { body: Buffer.from(body) }) });
    if (!response.ok) throw new Error(`${operation.name} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? {} : response.json();
  };

  /** A Team with one invited person; answers its id and the link that the person was mailed. */
  const invite = async (team: string, email: string): Promise<{ AccountId: string; link: string }> => {
    const { AccountId } = present(CreateAccount.output.parse(await call(CreateAccount, { Name: team })).Account);
    await call(InviteUsers, { AccountId, UserEmailList: [email] });
    await expect.poll(() => mail.received.filter(({ to }) => to.includes(email)).length, { timeout: patienceMs }).toBe(1);
    const text = mail.received.find(({ to }) => to.includes(email))?.text ?? '';
    return { AccountId, link: /^http\S+$/m.exec(text)?.[0] ?? '' };
  };

  const userIdOf = async (AccountId: string, UserEmail: string): Promise<string> =>
    present(GetUserByEmail.output.parse(await call(GetUserByEmail, { AccountId, UserEmail })).User).UserId;

  const newPage = async (): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(patienceMs);
    return page;
  };

  const signIn = async (page: Page, url: string, email: string): Promise<void> => {
    await page.goto(`${url}/signin`);
    await page.getByLabel('Mail address').fill(email);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
  };

  test('an invitation comes by mail, its link sets a password, the profile shows the PIN, and signing out ends it', async () => {
    const { AccountId, link } = await invite('Acme', 'ida@people.example');
    const page = await newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(link);
    await page.getByRole('heading', { name: 'Join Acme' }).waitFor();
    await page.getByLabel('Your name').fill('Ida');
    await page.getByLabel('Choose a password').fill(password);
    await page.getByRole('button', { name: 'Accept the invitation' }).click();
    await page.getByRole('heading', { name: 'Ida', exact: true }).waitFor();
    const user = present(GetUserByEmail.output.parse(await call(GetUserByEmail, { AccountId, UserEmail: 'ida@people.example' })).User);
    const pin = await page.getByText(/^\d{3} \d{3} \d{4}$/).innerText();
    expect(pin.replaceAll(' ', '')).toBe(user.PersonalPIN);
    expect(user).toMatchObject({ UserRegistrationStatus: 'Registered', UserInvitationStatus: 'Accepted', DisplayName: 'Ida' });
    await page.getByRole('button', { name: 'Sign out of this device' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${present(servers[0]).url}/me`);
    expect(new URL(page.url()).pathname).toBe('/signin');
    expect(problems).toEqual([]);
  });

  /** Two browsers of one person who has accepted an invitation, at the first process and at the last. */
  const signedInTwice = async (team: string, email: string): Promise<{ AccountId: string; pages: Page[] }> => {
    const { AccountId, link } = await invite(team, email);
    const pages = [await newPage(), await newPage()];
    const [one, other] = [present(pages[0]), present(pages[1])];
    await one.goto(link);
    await one.getByLabel('Your name').fill('Ida');
    await one.getByLabel('Choose a password').fill(password);
    await one.getByRole('button', { name: 'Accept the invitation' }).click();
    await one.getByRole('heading', { name: 'Profile' }).waitFor();
    await signIn(other, present(servers.at(-1)).url, email);
    return { AccountId, pages };
  };

  /** Sends them to the sign-in page within a second: the next request finds no session, in whatever process. */
  const expectSignedOut = async (pages: readonly Page[]): Promise<void> => {
    for (const page of pages) {
      await page.reload();
      expect(new URL(page.url()).pathname).toBe('/signin');
    }
  };

  test('one LogoutUser ends the sessions of two browsers, on whichever process they are', async () => {
    const { AccountId, pages } = await signedInTwice('Globex', 'bo@people.example');
    await present(pages[1]).getByText('Chrome on Linux').nth(1).waitFor();
    await call(LogoutUser, { AccountId, UserId: await userIdOf(AccountId, 'bo@people.example') });
    await expectSignedOut(pages);
  });

  test('the removal of a domain ends the sessions of its users, on whichever process they are', async () => {
    const { AccountId, pages } = await signedInTwice('Umbrella', 'ada@umbrella.example');
    await tamper(home, `update accounts set type = 'EnterpriseLWA' where id = '${AccountId}'`);
    await tamper(
      home,
      `insert into domains (account_id, name, status, token, created_at, verified_at, next_check_at, failures)
       values ('${AccountId}', 'umbrella.example', 'Verified', 'token', 1, 1, null, 0)`,
    );
    await call(DeleteDomain, { AccountId, DomainName: 'umbrella.example' });
    await expectSignedOut(pages);
  });

  test('the end of an OpenID Connect configuration ends the sessions it began, on whichever process they are', async () => {
    const { AccountId, pages } = await signedInTwice('Hooli', 'gavin@hooli.example');
    // As if they had signed in with the identity provider.
    await tamper(home, `update accounts set type = 'EnterpriseOIDC' where id = '${AccountId}'`);
    await tamper(
      home,
      `update user_sessions set method = 'oidc' where user_id in (select id from users where account_id = '${AccountId}')`,
    );
    await tamper(
      home,
      `insert into openid_configs (account_id, issuer, client_id, client_secret_sealed, scopes, revision, updated_at)
       values ('${AccountId}', 'https://idp.example', 'client', '', '[]', 'first', 1)`,
    );
    await call(DeleteAccountOpenIdConfig, { AccountId });
    await expectSignedOut(pages);
  });

  test('a suspension ends the sessions of an Enterprise user, on whichever process they are', async () => {
    const { AccountId, pages } = await signedInTwice('Initech', 'peter@people.example');
    await tamper(home, `update accounts set type = 'EnterpriseLWA' where id = '${AccountId}'`);
    await call(SuspendUsers, { AccountId, UserIdList: [await userIdOf(AccountId, 'peter@people.example')] });
    await expectSignedOut(pages);
  });
});

/** A port that nobody listens on at the moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server that listens has a port.');
  return address.port;
}
