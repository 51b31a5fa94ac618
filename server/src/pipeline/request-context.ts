import type { Context } from '@carillon/iam';
import type { Principal } from '../principal.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { Origin } from './authorise.ts';

type Value = string | readonly string[] | undefined;
type Reader = (principal: Principal, origin: Origin, now: number) => Value;

/** The condition keys every request carries; an absent value is an absent key, never an empty string. */
export function requestContext(principal: Principal, origin: Origin, now: number): Context {
  const context: Record<string, Value> = {};
  for (const [key, read] of readers) {
    const value = read(principal, origin, now);
    if (value !== undefined) context[key] = value;
  }
  for (const [key, value] of Object.entries(principal.tags)) context[`${tagFamily}${key}`] = value;
  return Object.assign(context, federatedConditions(principal));
}

/** The same, but only the keys that are asked for: most policies ask for few, and requests do not pay for the rest. */
export function requestContextOf(
  asked: readonly { readonly key: string }[],
  ...[principal, origin, now]: Parameters<typeof requestContext>
): Record<string, Value> {
  const context: Record<string, Value> = {};
  for (const { key } of asked) {
    const value = foldedReaders.get(key)?.(principal, origin, now);
    if (value !== undefined) context[key] = value;
  }
  for (const [key, value] of Object.entries(principal.tags)) context[`${tagFamily}${key}`] = value;
  return Object.assign(context, federatedConditions(principal));
}

const tagFamily = 'aws:PrincipalTag/';

/** A key of who asks: somebody without an identity here has no more than their provider's word. */
const ofIdentity =
  (read: Reader): Reader =>
  (principal, origin, now) =>
    principal.kind === 'web-identity' ? undefined : read(principal, origin, now);

const readers: readonly (readonly [string, Reader])[] = [
  ['aws:CurrentTime', (_principal, _origin, now) => toTimestamp(now)],
  ['aws:EpochTime', (_principal, _origin, now) => String(Math.floor(now / 1000))],
  ['aws:SecureTransport', (_principal, { secureTransport }) => String(secureTransport)],
  ['aws:SourceIp', (_principal, { sourceIp }) => sourceIp],
  ['aws:RequestedRegion', (_principal, { region }) => region],
  ['aws:UserAgent', (_principal, { userAgent }) => userAgent],
  ['aws:Referer', (_principal, { referer }) => referer],
  ['aws:PrincipalIsAWSService', () => 'false'],
  ['aws:ViaAWSService', () => 'false'],
  ['aws:ResourceAccount', ({ awsAccountId }) => awsAccountId],
  ['aws:PrincipalArn', ofIdentity((principal) => (principal.kind === 'role-session' ? principal.role.arn : principal.arn))],
  ['aws:PrincipalAccount', ofIdentity(({ awsAccountId }) => awsAccountId)],
  ['aws:PrincipalType', ({ kind }) => principalTypes[kind]],
  ['aws:userid', ofIdentity(({ principalId }) => principalId)],
  ['aws:username', ofIdentity(({ userName }) => userName)],
  ['aws:PrincipalOrgID', ({ organization }) => organization?.id],
  ['aws:PrincipalOrgPaths', ({ organization }) => organization && [organization.path]],
  ['aws:TokenIssueTime', ({ session }) => session && new Date(session.issuedAt).toISOString()],
  ['aws:SourceIdentity', ({ session }) => session?.sourceIdentity],
  ['aws:FederatedProvider', ({ session }) => session?.federatedProvider],
  // Long-term keys carry neither of these, unless a second factor was shown with the request itself.
  ['aws:MultiFactorAuthPresent', ({ session, mfa }) => (mfa || session ? String(mfa !== undefined) : undefined)],
  ['aws:MultiFactorAuthAge', ({ mfa }, _origin, now) => mfa && String(Math.max(0, Math.floor((now - mfa.at) / 1000)))],
];

/** By key in lower case, as bound policies name it. */
const foldedReaders: ReadonlyMap<string, Reader> = new Map(readers.map(([key, read]) => [key.toLowerCase(), read]));

const principalTypes = { root: 'Account', user: 'User', 'role-session': 'AssumedRole', 'web-identity': undefined } as const;

/** What an identity provider says of somebody, whether they are about to have a session or have one. */
function federatedConditions(principal: Principal): Context | undefined {
  return principal.kind === 'web-identity' ? principal.vouched?.conditions : principal.session?.federatedConditions;
}
