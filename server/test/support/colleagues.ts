import { openBrowser, type Browser, type Page } from './browser.ts';
import { putClaim } from './claims.ts';
import type { Listening } from './listening.ts';
import { createEnterprise } from './people.ts';
import { registerIn } from './portal.ts';
import type { Person, World } from './world.ts';

/** A user of an account with a browser that has a program in it. */
export interface Colleague {
  readonly userId: string;
  readonly email: string;
  readonly browser: Browser;
  /** Calls as a program in the browser does, token and all. */
  call(method: string, path: string, input?: unknown): Promise<Page>;
  /** Sends a file as a program does. Answers what came back. */
  send(conversationId: string, name: string, content: string | Uint8Array, type?: string): Promise<Page>;
}

/** An Enterprise account whose domain everybody joins by. */
export async function createOffice(world: World, person: Person, name: string, domain: string): Promise<string> {
  const id = await createEnterprise(world, person, name, 'EnterpriseLWA');
  await putClaim(world, id, domain);
  return id;
}

/** Registers somebody with an address of a claimed domain. */
export async function join(world: World, server: Listening, email: string, name = email.split('@')[0]): Promise<Colleague> {
  const browser = openBrowser(server);
  await registerIn(browser, world, email, name);
  return colleagueIn(browser, email);
}

/** Whoever is signed in in the browser. */
export async function colleagueIn(browser: Browser, email: string): Promise<Colleague> {
  const session = JSON.parse((await browser.send('GET', '/me/session')).html);
  const token = { 'x-carillon-form-token': session.FormToken };
  return {
    userId: session.User.UserId,
    email,
    browser,
    call: (method, path, input) =>
      browser.send(
        method,
        path,
        method === 'GET' ? {} : { ...token, 'content-type': 'application/json' },
        input === undefined ? '' : JSON.stringify(input),
      ),
    send: (conversationId, name, content, type = 'text/plain') =>
      browser.send(
        'POST',
        `/me/conversations/${conversationId}/attachments?file-name=${encodeURIComponent(name)}`,
        { ...token, 'content-type': type },
        content,
      ),
  };
}

/** Begins a conversation, and answers its id. Throws unless it began. */
export async function begin(
  { call }: Colleague,
  kind: 'Direct' | 'Group' | 'Room',
  others: readonly Colleague[],
  name?: string,
): Promise<string> {
  const { status, html } = await call('POST', '/me/conversations', {
    Type: kind,
    Name: name,
    MemberEmails: others.map(({ email }) => email),
  });
  if (status !== 201) throw new Error(`No conversation began: ${html}`);
  return JSON.parse(html).Conversation.ConversationId;
}
