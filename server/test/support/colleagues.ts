import { z } from 'zod';
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
  /** What writes of the program show. */
  readonly token: string;
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
  const { FormToken, User } = Session.parse(JSON.parse((await browser.send('GET', '/me/session')).html));
  const token = { 'x-carillon-form-token': FormToken };
  return {
    userId: User.UserId,
    token: FormToken,
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
  return Begun.parse(JSON.parse(html)).Conversation.ConversationId;
}

const Session = z.object({ User: z.object({ UserId: z.string() }), FormToken: z.string() });
const Begun = z.object({ Conversation: z.object({ ConversationId: z.string() }) });
const Said = z.object({ Message: z.object({ MessageId: z.string() }) });
const Sent = z.object({ Attachment: z.looseObject({ AttachmentId: z.string(), FileName: z.string() }) });
const Answer = z.looseObject({
  NextToken: z.string().optional(),
  Messages: z.array(z.unknown()).optional(),
  Conversations: z.array(z.looseObject({ Members: z.array(z.unknown()) })).optional(),
});

/** The id of the message that was said. */
export function messageIdOf({ html }: Page): string {
  return Said.parse(JSON.parse(html)).Message.MessageId;
}

/** The file that was sent. */
export function sentOf({ html }: Page): z.output<typeof Sent>['Attachment'] {
  return Sent.parse(JSON.parse(html)).Attachment;
}

/** Whatever was answered. */
export function answerOf({ html }: Page): z.output<typeof Answer> {
  return Answer.parse(JSON.parse(html));
}
