import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readText, startHttpsServer } from './https-server.ts';

/** A key that tokens are signed with, as a provider publishes it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: object;
}

type Claims = Readonly<Record<string, unknown>>;

/** An identity provider that says and signs whatever a test wants. */
export interface RogueProvider {
  readonly issuer: string;
  /** The authority that its certificate is of, PEM. */
  readonly authority: string;
  /** The key in its key set; change it to rotate. */
  key: SigningKey;
  /** Members that replace those of its configuration; undefined = left out. */
  metadata: Claims;
  /** What a path answers instead. */
  answers: Record<string, (response: ServerResponse) => void>;
  /** The ID token of the next answers of the token endpoint. @param claims those of a right token */
  idToken: (claims: Claims) => string;
  /** What the forms sent to the token endpoint said. */
  readonly tokenRequests: URLSearchParams[];
  /** Set by the test: what the right token would say of the sign-in under way. */
  nonce: string;
  /** Who signs in. */
  person: Claims;
  /** A token signed with the key of the key set. */
  signed(claims: Claims, header?: Claims): string;
  close(): Promise<void>;
}

export const rogueClient = { ClientId: 'carillon', ClientSecret: 'a secret of the client' };

export function createSigningKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

/** A token in which nothing is wrong but what `header` and `claims` say, signed by `key`; without one, by nobody. */
export function forge(header: Claims, claims: Claims, key?: KeyObject | string): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  if (key === undefined) return `${signed}.`;
  const signature = typeof key === 'string' ? createHmac('sha256', key).update(signed).digest() : sign('sha256', Buffer.from(signed), key);
  return `${signed}.${signature.toString('base64url')}`;
}

function encode(part: Claims): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

export async function startRogueProvider(): Promise<RogueProvider> {
  const server = await startHttpsServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', server.url);
    const answer = provider.answers[pathname];
    if (answer) return answer(response);
    if (pathname === '/.well-known/openid-configuration') return sendJson(response, configuration());
    if (pathname === '/keys') return sendJson(response, { keys: [provider.key.publicJwk] });
    if (pathname !== '/token') return void response.writeHead(404).end();
    void answerToken(request, response);
  });
  const issuer = server.url;
  const configuration = (): object => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    ...provider.metadata,
  });
  const answerToken = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    provider.tokenRequests.push(new URLSearchParams(await readText(request)));
    sendJson(response, { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: provider.idToken(rightClaims()) });
  };
  const rightClaims = (): Claims => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: issuer,
      aud: rogueClient.ClientId,
      iat: now,
      exp: now + 300,
      nonce: provider.nonce,
      sub: 'subject-1',
      ...provider.person,
    };
  };
  const provider: RogueProvider = {
    issuer,
    authority: server.authority,
    key: createSigningKey('first'),
    metadata: {},
    answers: {},
    idToken: (claims) => provider.signed(claims),
    tokenRequests: [],
    nonce: '',
    person: {},
    signed: (claims, header = {}) => forge({ alg: 'RS256', typ: 'JWT', kid: provider.key.kid, ...header }, claims, provider.key.privateKey),
    close: server.close,
  };
  return provider;
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
