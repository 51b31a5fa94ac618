import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { startHttpsServer } from './https-server.ts';
import { rogueClient } from './rogue-provider.ts';

/** A certified OpenID provider, in this process, with a login page of its own. */
export interface CertifiedProvider {
  readonly issuer: string;
  /** Lets the client's users come back to this address. */
  register(redirectUri: string): void;
  /** Signs in on the provider's pages, as a browser would; answers the address that it sends the browser back to. */
  signIn(authorization: URL, login: string): Promise<URL>;
  close(): Promise<void>;
}

const stepsMax = 12;

export async function startCertifiedProvider(): Promise<CertifiedProvider> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => void response.writeHead(503).end();
  const server = await startHttpsServer((request, response) => handle(request, response));
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return {
    issuer: server.url,
    register(redirectUri) {
      handle = new Provider(server.url, {
        clients: [
          {
            client_id: rogueClient.ClientId,
            client_secret: rogueClient.ClientSecret,
            redirect_uris: [redirectUri],
            grant_types: ['authorization_code'],
            response_types: ['code'],
          },
        ],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        cookies: { keys: ['a key of the test'] },
        jwks: { keys: [{ ...key, kid: 'certified', alg: 'RS256', use: 'sig' }] },
        pkce: { required: () => true },
        findAccount: (_, id) => ({
          accountId: id,
          claims: () => ({ sub: id, email: `${id}@acme.example`, email_verified: id !== 'unverified', name: `Person ${id}` }),
        }),
      }).callback();
    },
    signIn: (authorization, login) => walk(server.url, authorization, login),
    close: server.close,
  };
}

/** Follows redirects and fills in the provider's forms until it leads away from the provider. */
async function walk(issuer: string, authorization: URL, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = authorization;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < stepsMax; step += 1) {
    if (url.origin !== new URL(issuer).origin) return url;
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const text = await response.text();
    if (location === null && response.status !== 200) throw new Error(`The provider answered ${response.status}: ${text}`);
    const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1];
    form = location === null ? new URLSearchParams({ prompt: prompt ?? '', login, password: 'any' }) : undefined;
    if (location !== null) url = new URL(location, url);
  }
  throw new Error('The provider leads nowhere.');
}
