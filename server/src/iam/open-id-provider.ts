import { InvalidInput, LimitExceeded } from '../errors.ts';
import { quotas } from './quotas.ts';

// What may be stored of an OpenID Connect provider.

/** The issuer without its `https://`, which is what ARNs and condition keys name it by. */
export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//i, '');
}

/**
 * The issuer without `https://`, if tokens could name it as theirs. Throws InvalidInput. A port is allowed, unlike on AWS: an
 * identity provider of one's own often has one.
 */
export function checkProviderUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isPlain = parsed && parsed.username === '' && parsed.password === '' && !/[?#]/.test(url);
  // What a parser would change, a token would have to spell as we do, and does not.
  const isCanonical = parsed && (parsed.href === url || parsed.href === `${url}/`);
  if (parsed?.protocol !== 'https:' || !isPlain || !isCanonical) {
    throw new InvalidInput(
      'Invalid Open ID Connect Provider URL. It must be the issuer as tokens spell it: https://, a host in lower case and a path, without user, query and fragment.',
    );
  }
  return withoutScheme(url);
}

/** Throws InvalidInput for duplicates, LimitExceeded for too many. */
export function checkClientIds(clientIds: readonly string[]): readonly string[] {
  const limit = quotas.ClientIdsPerOpenIdConnectProvider;
  if (clientIds.length > limit) throw new LimitExceeded(`Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${limit}`);
  if (new Set(clientIds).size < clientIds.length) throw new InvalidInput('The list of client IDs contains a duplicate.');
  return clientIds;
}

/** The thumbprints in lower case. Throws InvalidInput for what is no SHA-1, and for too many. */
export function checkThumbprints(thumbprints: readonly string[]): readonly string[] {
  const limit = quotas.ThumbprintsPerOpenIdConnectProvider;
  if (thumbprints.length > limit) throw new InvalidInput(`Thumbprint list must contain fewer than ${limit + 1} entries.`);
  const wrong = thumbprints.find((thumbprint) => !/^[0-9a-f]{40}$/i.test(thumbprint));
  if (wrong !== undefined) throw new InvalidInput(`${wrong} is no thumbprint: forty hexadecimal digits, the SHA-1 of a certificate.`);
  return thumbprints.map((thumbprint) => thumbprint.toLowerCase());
}
