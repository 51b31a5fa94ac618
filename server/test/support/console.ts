import { z } from 'zod';
import { CreateLoginProfile } from '../../src/operations/iam/CreateLoginProfile.ts';
import { openBrowser, type Browser, type Page } from './browser.ts';
import type { Listening } from './listening.ts';
import type { World } from './world.ts';

export const consolePassword = 'Correct-horse-7';

const Session = z.object({
  AccountId: z.string(),
  UserName: z.string(),
  Arn: z.string(),
  HasMfa: z.boolean(),
  Proof: z.string(),
  Role: z.object({ Arn: z.string(), Name: z.string(), ExpiresAt: z.string() }).optional(),
});
const Answer = z.object({ Session: Session.nullable() });
type ConsoleSession = z.output<typeof Session>;

/** A browser as the console's script uses it: JSON to the console's door, calls with the session's proof. */
export interface ConsoleBrowser {
  readonly browser: Browser;
  send(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page & { readonly json: unknown }>;
  /** The session as the console shows it; null = nobody is signed in. */
  session(): Promise<ConsoleSession | null>;
  signIn(fields?: Readonly<Record<string, string>>): Promise<Page & { readonly json: unknown }>;
}

export function openConsole(server: Listening, defaults: Readonly<Record<string, string>>): ConsoleBrowser {
  const browser = openBrowser(server);
  let proof = '';
  const send: ConsoleBrowser['send'] = async (method, path, body, headers = {}) => {
    const own = { ...(body && { 'content-type': 'application/json' }), ...(method === 'DELETE' && { 'content-type': 'application/json' }) };
    const all = { ...own, 'x-carillon-session': proof, ...headers };
    const page = await browser.send(method, path, all, body ? JSON.stringify(body) : '');
    return { ...page, json: page.headers['content-type']?.includes('json') ? JSON.parse(page.html) : undefined };
  };
  const session = async (): Promise<ConsoleSession | null> => {
    const { Session } = Answer.parse((await send('GET', '/console/session')).json);
    proof = Session?.Proof ?? '';
    return Session;
  };
  return {
    browser,
    send,
    session,
    async signIn(fields = {}) {
      const page = await send('POST', '/console/session', { ...defaults, Password: consolePassword, ...fields });
      await session();
      return page;
    },
  };
}

/** Gives a user of the world a password for the console. */
export async function givePassword(world: World, UserName: string, more: { readonly PasswordResetRequired?: boolean } = {}): Promise<void> {
  await world.ana.call(CreateLoginProfile, { UserName, Password: consolePassword, ...more });
}
