import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import type { Authority } from './authority.ts';

/** An identity provider that says whatever a test wants it to. */
export interface Issuer {
  readonly url: string;
  /** Signs claims with the newest key. @param header over `{ alg: 'RS256', kid }` */
  sign(claims: JWTPayload, header?: { readonly kid?: string; readonly key?: CryptoKey; readonly alg?: string }): Promise<string>;
  /** A new key under a new id; the old one is no longer among those published. */
  rotate(): Promise<void>;
  readonly publicKey: JWK;
  /** What it answers instead, by path; undefined ends the connection. */
  readonly answers: Map<string, string | undefined>;
  /** Paths it was asked for so far. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Serves discovery and keys over TLS with a certificate of `authority`, on the loopback address under the name localhost. */
export async function startIssuer(authority: Authority, path = ''): Promise<Issuer> {
  const answers = new Map<string, string | undefined>();
  const asked: string[] = [];
  let generation = 0;
  let keys = await newKeys(generation);
  const server = createServer(authority.issue(['DNS:localhost']), (request, response) => {
    const target = request.url ?? '';
    asked.push(target);
    if (answers.has(target)) {
      const answer = answers.get(target);
      return void (answer === undefined ? response.destroy() : response.end(answer));
    }
    if (target === `${path}/.well-known/openid-configuration`)
      return void response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }));
    if (target === `${path}/keys`) return void response.end(JSON.stringify({ keys: [keys.published] }));
    response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that was told to listen on a port has an address with one.
  const url = `https://localhost:${(server.address() as AddressInfo).port}${path}`;
  return {
    url,
    answers,
    asked,
    get publicKey() {
      return keys.published;
    },
    sign: async (claims, { kid = keys.kid, key = keys.privateKey, alg = 'RS256' } = {}) =>
      new SignJWT({ iss: url, ...claims }).setProtectedHeader({ alg, kid }).sign(key),
    async rotate() {
      generation += 1;
      keys = await newKeys(generation);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function newKeys(generation: number) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = `key-${generation}`;
  return { kid, privateKey, published: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}
