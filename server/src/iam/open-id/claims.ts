import { z } from 'zod';
import { IDPRejectedClaim, InvalidIdentityToken } from '../../errors.ts';
import { sessionTags, sourceIdentity, tagKeys } from '../../shapes/sts.ts';
import type { Vouched } from '../../principal.ts';

/** Claims that tokens must have, and those that are looked at if they are there. Times in seconds. */
const Claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string().min(1), z.array(z.string()).min(1).max(32)]),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  azp: z.string().min(1).optional(),
});

export type Claims = z.output<typeof Claims>;

/** Throws InvalidIdentityToken for a claim that is missing or of the wrong type. */
export function readClaims(payload: object): Claims {
  const { data, error } = Claims.safeParse(payload);
  if (data) return data;
  const [issue] = error.issues;
  const name = String(issue?.path[0] ?? '');
  const isMissing = !Object.hasOwn(payload, name);
  throw new InvalidIdentityToken(isMissing ? `Missing a required claim: ${name}` : `The claim ${name} is not of the type it must have.`);
}

/**
 * For whom the token is: `azp` if it says so, else its one `aud`; each must be registered with the provider. Throws
 * InvalidIdentityToken, or IDPRejectedClaim for several audiences and no word on which of them it is for.
 */
export function audienceOf({ aud, azp }: Claims, clientIds: readonly string[]): string {
  const audiences = [aud].flat();
  const isKnown = audiences.some((one) => clientIds.includes(one)) && (azp === undefined || clientIds.includes(azp));
  if (!isKnown) throw new InvalidIdentityToken('Incorrect token audience');
  const [only] = audiences;
  const audience = azp ?? (audiences.length === 1 ? only : undefined);
  // OpenID Connect Core 1.0, section 3.1.3.7.
  if (audience === undefined)
    throw new IDPRejectedClaim('The token has several audiences and no claim azp that says which of them it is for.');
  return audience;
}

/** Claims of a token that policies may ask about, all told. */
const conditionsMax = 64;
const conditionBytesMax = 2_048;
const valuesMax = 32;
/** Said in other words, or of no use to a policy. */
const unasked = new Set(['aud', 'iss', 'exp', 'iat', 'nbf', 'jti', 'nonce', 'at_hash', 'c_hash', 's_hash', 'auth_time']);
/** Kept for the requests of the session, as AWS keeps them. */
const lasting = new Set(['aud', 'sub', 'amr']);

/** What the verified token says about its owner. @param url of the provider, which the names of condition keys begin with */
export function vouchedBy(claims: Claims, provider: { readonly arn: string; readonly url: string }, audience: string): Vouched {
  const own = Object.entries(claims).flatMap(([name, value]) => conditionOf(name, value));
  const conditions = [['aud', audience] as const, ['oaud', claims.aud] as const, ...own].slice(0, conditionsMax);
  const named = (wanted: (name: string) => boolean) =>
    Object.fromEntries(conditions.filter(([name]) => wanted(name)).map(([name, value]) => [`${provider.url}:${name}`, value]));
  return {
    provider: provider.arn,
    subject: claims.sub,
    audience,
    conditions: named(() => true),
    lastingConditions: named((name) => lasting.has(name)),
    ...sessionClaims(claims),
  };
}

type Condition = readonly [name: string, value: string | readonly string[]];

/** A claim that is a text, a number, a boolean or a list of texts; what else there is has no form in a policy. */
function conditionOf(name: string, value: unknown): Condition[] {
  if (unasked.has(name) || name.startsWith(awsClaims) || value === '') return [];
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const list = Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];
  if (Array.isArray(value) && (list.length < value.length || list.length === 0 || list.length > valuesMax)) return [];
  if (!isScalar && !Array.isArray(value)) return [];
  const condition = isScalar ? String(value) : list.map(String);
  return name.length + JSON.stringify(condition).length <= conditionBytesMax ? [[name, condition]] : [];
}

const awsClaims = 'https://aws.amazon.com/';

/** Source: IAM User Guide, "Pass session tags in AWS STS" and "Monitor and control actions taken with assumed roles". */
const SessionClaims = z.object({
  [`${awsClaims}tags`]: z
    .object({ principal_tags: z.record(z.string(), z.array(z.string()).length(1)).optional(), transitive_tag_keys: tagKeys.optional() })
    .optional(),
  [`${awsClaims}source_identity`]: sourceIdentity.optional(),
});

function sessionClaims(claims: Claims): Pick<Vouched, 'tags' | 'transitiveTagKeys' | 'sourceIdentity'> {
  const { data } = SessionClaims.safeParse(claims);
  const tagsClaim = z
    .object({ principal_tags: z.record(z.string(), z.array(z.string())).optional(), transitive_tag_keys: z.array(z.string()).optional() })
    .safeParse(data?.[`${awsClaims}tags`] ?? {}).data;
  const tags = sessionTags.safeParse(Object.entries(tagsClaim?.principal_tags ?? {}).map(([Key, values]) => ({ Key, Value: values[0] })));
  if (!data || !tags.success) throw new InvalidIdentityToken('The session tags or the source identity in the token are not well-formed.');
  const source = data[`${awsClaims}source_identity`];
  return {
    tags: tags.data,
    transitiveTagKeys: tagsClaim?.transitive_tag_keys ?? [],
    sourceIdentity: typeof source === 'string' ? source : undefined,
  };
}
