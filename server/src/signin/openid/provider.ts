import { ClientSecretBasic, ClientSecretPost, Configuration, customFetch, discovery, enableNonRepudiationChecks } from 'openid-client';
import { z } from 'zod';
import { OutgoingError } from '../../net/outgoing-error.ts';
import type { Outgoing } from '../../net/outgoing.ts';
import { createGuardedFetch, requestTimeoutMs } from './guarded-fetch.ts';
import { OpenIdError } from './openid-error.ts';

/** How Carillon is known to an identity provider. */
export interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Algorithms by which only the provider can sign. What is signed with the client's secret could come from whoever knows it. */
const signingAlgorithms = new Set(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']);

/**
 * Reads what an issuer says of itself and makes sure that people can sign in there. Asked anew each time, so that keys and
 * addresses may change at the provider whenever it likes. Throws OpenIdError.
 */
export async function discoverProvider(outgoing: Outgoing, client: Client): Promise<Configuration> {
  const issuer = checkedIssuer(client.issuer);
  const fetch = createGuardedFetch(outgoing);
  const found = await reportFailure(`The configuration of ${client.issuer} could not be read`, () =>
    discovery(issuer, client.clientId, undefined, undefined, {
      [customFetch]: fetch,
      timeout: requestTimeoutMs / 1000,
      execute: [enableNonRepudiationChecks],
    }),
  );
  const server = found.serverMetadata();
  const { data, error } = Metadata.safeParse(server);
  if (!data) {
    const missing = [...new Set((error?.issues ?? []).map(({ path }) => String(path[0])))].join(', ');
    throw new OpenIdError(`The configuration of ${client.issuer} lacks what signing in needs, or has it wrong: ${missing}.`);
  }
  if (data.issuer !== client.issuer) {
    throw new OpenIdError(
      `The configuration says that it is of the issuer ${data.issuer}, not of ${client.issuer}. Enter the issuer exactly so.`,
    );
  }
  if (data.code_challenge_methods_supported?.includes('S256') === false) {
    throw new OpenIdError(`${client.issuer} does not support PKCE with S256. Allow it at the provider.`);
  }
  // The provider's own default, by OpenID Connect Discovery 1.0, section 3, is to take the secret in a header.
  const inBody = data.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false;
  const configuration = new Configuration(
    server,
    client.clientId,
    undefined,
    inBody ? ClientSecretPost(client.clientSecret) : ClientSecretBasic(client.clientSecret),
  );
  configuration[customFetch] = fetch;
  configuration.timeout = requestTimeoutMs / 1000;
  // Without these, a token that nobody signed is believed, because it came over TLS.
  enableNonRepudiationChecks(configuration);
  return configuration;
}

/** Reads the keys that the provider signs with, which the sign-in will need. Throws OpenIdError if there is none. */
export async function requireKeys(outgoing: Outgoing, configuration: Configuration): Promise<void> {
  const uri = configuration.serverMetadata().jwks_uri ?? '';
  const response = await reportFailure(`The keys at ${uri} could not be read`, () =>
    createGuardedFetch(outgoing)(uri, { method: 'GET', headers: { accept: 'application/json' }, body: undefined, redirect: 'manual' }),
  );
  if (response.status !== 200) throw new OpenIdError(`The keys at ${uri} could not be read: the answer has the status ${response.status}.`);
  const text = await response.text();
  const { data } = Keys.safeParse(parseJson(text));
  if (!data) throw new OpenIdError(`What is at ${uri} is no set of keys.`);
}

/** Runs what talks to the provider. Whatever fails there becomes an OpenIdError that says so. */
export async function reportFailure<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OpenIdError) throw error;
    throw new OpenIdError(`${what}: ${reasonOf(error)}`, { cause: error });
  }
}

function checkedIssuer(issuer: string): URL {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url?.protocol !== 'https:') throw new OpenIdError(`The issuer ${issuer} is no address that starts with https://.`);
  // By OpenID Connect Discovery 1.0, section 2, an issuer has neither; with the path of a document, the document's own issuer would not be compared.
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '' || url.pathname.includes('/.well-known/')) {
    throw new OpenIdError(
      `The issuer ${issuer} has a user name, a query, a fragment or the path of a document. Enter the issuer itself, such as https://acme.okta.com.`,
    );
  }
  return url;
}

/** Errors within errors that are looked at. */
const causesMax = 5;

const httpsUrl = z.string().regex(/^https:\/\//);

const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: httpsUrl,
  token_endpoint: httpsUrl,
  jwks_uri: httpsUrl,
  userinfo_endpoint: httpsUrl.optional(),
  response_types_supported: z
    .array(z.string())
    .refine((types) => types.includes('code'))
    .optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z
    .array(z.string())
    .refine((methods) => methods.includes('client_secret_basic') || methods.includes('client_secret_post'))
    .optional(),
  id_token_signing_alg_values_supported: z
    .array(z.string())
    .refine((algorithms) => algorithms.some((algorithm) => signingAlgorithms.has(algorithm)))
    .optional(),
});

const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The client wraps what it found in a word for its kind: the innermost reason says what exactly it was. */
function reasonOf(error: unknown): string {
  let reason = 'for an unknown reason';
  for (let cause = error, depth = 0; cause instanceof Error && depth < causesMax; cause = cause.cause, depth += 1) {
    // The guard's own words are fit to be told; what it knows besides is not.
    if (cause instanceof OutgoingError) return cause.message;
    reason = cause.message;
  }
  return sentence(reason);
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
