import { once } from 'node:events';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { z } from 'zod';
import type { Authority } from './authority.ts';

/** A certified OpenID provider that nobody here wrote, in this process. */
export interface OpenIdPeer {
  readonly issuer: string;
  /** Signs somebody in at the browser's side, with the code flow, and answers their ID token. */
  signIn(login: string): Promise<string>;
  close(): Promise<void>;
}

const clientId = 'carillon';
const clientSecret = 'a-secret-of-this-test';
const redirectUri = 'https://client.example/callback';
/** Pages and redirects of one sign-in. */
const stepsMax = 20;

/** On the loopback address, over TLS, with a certificate of `authority`. */
export async function startOpenIdProvider(authority: Authority): Promise<OpenIdPeer> {
  const server = createServer(authority.issue(['DNS:localhost']));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that was told to listen on a port has an address with one.
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri], response_types: ['code'] }],
    pkce: { required: () => false },
    cookies: { keys: ['a key of this test'] },
    findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  });
  const handle = provider.callback();
  server.on('request', (incoming, response) => void handle(incoming, response));
  return {
    issuer,
    signIn: async (login) => exchangeCode(await authorise(issuer, authority, login), issuer, authority),
    close: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** What a browser does: follows redirects, keeps cookies, fills in the provider's own sign-in and consent pages. */
async function authorise(issuer: string, authority: Authority, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  const query = new URLSearchParams({ client_id: clientId, response_type: 'code', redirect_uri: redirectUri, scope: 'openid' });
  let next: Sent = { url: `${issuer}/auth?${query.toString()}` };
  for (let step = 0; step < stepsMax; step += 1) {
    const page = await send(authority, { ...next, cookies });
    if (page.location?.startsWith(redirectUri)) return new URL(page.location).searchParams.get('code') ?? '';
    if (page.location !== undefined) next = { url: new URL(page.location, issuer).href };
    else next = fillIn(page.body, login);
  }
  throw new Error('The sign-in did not come to an end.');
}

function fillIn(html: string, login: string): Sent {
  const url = /<form[^>]* action="([^"]+)"/.exec(html)?.[1] ?? '';
  const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? '';
  return { url, form: new URLSearchParams({ prompt, login, password: 'any' }) };
}

async function exchangeCode(code: string, issuer: string, authority: Authority): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
  });
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const { body } = await send(authority, { url: `${issuer}/token`, form, cookies: new Map(), authorization: basic });
  return z.object({ id_token: z.string() }).parse(JSON.parse(body)).id_token;
}

interface Sent {
  readonly url: string;
  /** Absent = a GET. */
  readonly form?: URLSearchParams;
}

async function send(
  { certificate }: Authority,
  { url, form, cookies, authorization }: Sent & { cookies: Map<string, string>; authorization?: string },
): Promise<{ location: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(authorization !== undefined && { authorization }),
    };
    const sent = request(url, { method: form ? 'POST' : 'GET', ca: certificate, headers, agent: false }, (response) => {
      for (const cookie of response.headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      response.on('end', () => resolve({ location: response.headers.location, body: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(form?.toString());
  });
}
