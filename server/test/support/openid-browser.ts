import { openBrowser, type Browser, type Page } from './browser.ts';
import type { Listening } from './listening.ts';
import type { RogueProvider } from './rogue-provider.ts';

/** A person who signs in with the provider of an account. */
export interface Visitor {
  readonly browser: Browser;
  /** Names the address at the sign-in page; answers where the browser is sent. */
  begin(email: string, next?: string): Promise<URL>;
  /** Comes back from the provider as it would send people back, or with what the test says instead. */
  comeBack(authorization: URL, answer?: Readonly<Record<string, string>>): Promise<Page>;
}

export function visit(server: Listening, accountId: string, provider: RogueProvider): Visitor {
  const browser = openBrowser(server);
  return {
    browser,
    async begin(email, next = '') {
      await browser.open(`/signin${next}`);
      const page = await browser.submit('/signin', { email });
      const location = /^0; url=(.*)$/.exec(page.headers['refresh'] ?? '')?.[1];
      if (location === undefined) throw new Error(`The browser was not sent anywhere: ${page.status} ${page.text}`);
      const authorization = new URL(location);
      provider.nonce = authorization.searchParams.get('nonce') ?? '';
      return authorization;
    },
    async comeBack(authorization, answer = {}) {
      const state = authorization.searchParams.get('state') ?? '';
      const query = new URLSearchParams({ code: 'a-code', state, ...answer });
      return browser.open(`/auth/oidc/${accountId}/callback?${query.toString()}`);
    },
  };
}
