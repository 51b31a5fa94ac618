import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, type JSONWebKeySet } from 'jose';
import { ExpiredTokenException, IDPCommunicationError, IDPRejectedClaim, InvalidIdentityToken, type WireError } from '../../errors.ts';
import { OutgoingError } from '../../net/outgoing-error.ts';
import type { Vouched } from '../../principal.ts';
import { audienceOf, readClaims, vouchedBy, type Claims } from './claims.ts';
import { KeySetError, type Issuer, type KeySets } from './key-sets.ts';

/** A provider that tokens are checked against. */
export interface TrustedProvider extends Issuer {
  readonly arn: string;
  /** The audiences for which tokens are taken. */
  readonly clientIds: readonly string[];
}

/** Signatures with a provider's private key: nothing that a public key could make, and never none. */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];
/** How far the provider's clock may be from ours. */
const skewSeconds = 60;

/** The issuer that a token names, without `https://`; nothing about it is verified. Throws InvalidIdentityToken. */
export function issuerOf(token: string): string {
  const { iss } = decode(token).claims;
  if (!iss.startsWith('https://')) throw new InvalidIdentityToken('The issuer of the token must start with https://.');
  return iss.slice('https://'.length);
}

/**
 * What the provider says of the token's owner. What needs no key is checked first, so that a useless token costs the provider
 * nothing. Throws InvalidIdentityToken, ExpiredTokenException, IDPRejectedClaim or IDPCommunicationError.
 */
export async function verifyToken(keySets: KeySets, provider: TrustedProvider, token: string, now: number): Promise<Vouched> {
  const { algorithm, claims } = decode(token);
  if (!algorithms.includes(algorithm)) {
    throw new InvalidIdentityToken(`The token is signed with ${algorithm.slice(0, 16)}. It must be one of ${algorithms.join(', ')}.`);
  }
  if (claims.iss !== `https://${provider.url}`) throw new InvalidIdentityToken('The token is of another issuer.');
  const audience = audienceOf(claims, provider.clientIds);
  checkTimes(claims, Math.floor(now / 1000));
  await verifySignature(keySets, provider, token, now);
  return vouchedBy(claims, provider, audience);
}

function decode(token: string): { algorithm: string; claims: Claims } {
  let payload: object;
  let algorithm: string;
  try {
    payload = decodeJwt(token);
    algorithm = String(decodeProtectedHeader(token).alg);
  } catch {
    throw new InvalidIdentityToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  }
  return { algorithm, claims: readClaims(payload) };
}

function checkTimes({ exp, iat, nbf }: Claims, nowSeconds: number): void {
  if (exp + skewSeconds <= nowSeconds) {
    throw new ExpiredTokenException(`Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${exp}`);
  }
  if (nbf !== undefined && nbf - skewSeconds > nowSeconds) throw new IDPRejectedClaim('The token is not valid yet (nbf).');
  if (iat - skewSeconds > nowSeconds) throw new IDPRejectedClaim('The token must be issued in the past (iat).');
}

/** Keys that we do not know yet are asked for once; the provider may have changed them. */
async function verifySignature(keySets: KeySets, issuer: Issuer, token: string, now: number): Promise<void> {
  const check = async (keys: JSONWebKeySet): Promise<void> => void (await compactVerify(token, createLocalJWKSet(keys), { algorithms }));
  try {
    try {
      await check(await keySets.get(issuer, now));
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await check(await keySets.refresh(issuer, now));
    }
  } catch (error) {
    throw toWireError(error, issuer);
  }
}

const noKey =
  "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements";

function toWireError(error: unknown, issuer: Issuer): WireError {
  if (error instanceof OutgoingError && error.reason === 'untrusted') {
    return new InvalidIdentityToken("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint", { cause: error });
  }
  if (error instanceof OutgoingError)
    return new IDPCommunicationError(`https://${issuer.url} could not be asked for its keys. ${error.message}`, { cause: error });
  if (error instanceof KeySetError) return new InvalidIdentityToken(noKey, { cause: error });
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return new InvalidIdentityToken(noKey);
  // Whatever else is wrong is the token's fault, and no more than that is told.
  return new InvalidIdentityToken('The signature of the token is not valid.');
}
