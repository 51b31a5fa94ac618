import { listTurningPoints, type BoundLayers, type Context } from '@carillon/iam';
import type { Principal } from '../principal.ts';
import type { Origin } from './authorise.ts';

/** Whatever differs between two requests of one principal. */
interface Circumstances {
  readonly principal: Principal;
  readonly origin: Origin;
  readonly now: number;
}

/** A condition key whose value each request brings anew; undefined = it has no such key. */
interface VaryingKey {
  readonly key: string;
  read(circumstances: Circumstances): string | undefined;
}

/** All that a context takes from the request itself: what is not in this list is the same for all requests of a principal. */
const varyingKeys: readonly VaryingKey[] = [
  { key: 'aws:CurrentTime', read: ({ now }) => new Date(now).toISOString() },
  { key: 'aws:EpochTime', read: ({ now }) => String(Math.floor(now / 1000)) },
  { key: 'aws:SecureTransport', read: ({ origin }) => String(origin.secureTransport) },
  { key: 'aws:SourceIp', read: ({ origin }) => origin.sourceIp },
  { key: 'aws:RequestedRegion', read: ({ origin }) => origin.region },
  { key: 'aws:UserAgent', read: ({ origin }) => origin.userAgent },
  { key: 'aws:Referer', read: ({ origin }) => origin.referer },
  {
    key: 'aws:MultiFactorAuthAge',
    read: ({ principal: { mfa }, now }) => mfa && String(Math.max(0, Math.floor((now - mfa.at) / 1000))),
  },
];

/** What a decision about a principal depends on besides the principal: two requests that are the same in all of it are decided alike. */
export function listDecisiveFacts(layers: BoundLayers): readonly DecisiveFact[] {
  const mentioned = varyingKeys.filter(({ key }) => layers.slotsByKey.has(key.toLowerCase()));
  const turningPoints = listTurningPoints(layers, 'aws:currenttime');
  // Mostly policies compare the time of day with fixed times: what counts then is which of them have come, not the millisecond.
  return mentioned.map(({ key, read }) =>
    key === 'aws:CurrentTime' && turningPoints ? ({ now }) => placeAmong(turningPoints, now) : read,
  );
}

type DecisiveFact = (circumstances: Circumstances) => string | number | undefined;

/** Even between two of the points, odd on one of them. */
function placeAmong(points: readonly number[], at: number): number {
  const before = points.filter((point) => point < at).length;
  return 2 * before + (points[before] === at ? 1 : 0);
}

/** The condition keys every request carries; an absent value is an absent key, never an empty string. */
export function requestContext(principal: Principal, origin: Origin, now: number): Context {
  const context = principalContext(principal);
  for (const { key, read } of varyingKeys) {
    const value = read({ principal, origin, now });
    if (value !== undefined) context[key] = value;
  }
  return context;
}

/** What follows from who asks alone. */
function principalContext(principal: Principal): Record<string, string | readonly string[]> {
  const context: Record<string, string | readonly string[]> = {
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:ResourceAccount': principal.awsAccountId,
  };
  // Who has no identity here yet has no more than their provider's word.
  if (principal.kind === 'web-identity') return Object.assign(context, principal.vouched?.conditions);
  context['aws:PrincipalArn'] = principal.kind === 'role-session' ? principal.role.arn : principal.arn;
  context['aws:PrincipalAccount'] = principal.awsAccountId;
  context['aws:PrincipalType'] = principalTypes[principal.kind];
  context['aws:userid'] = principal.principalId;
  if (principal.userName !== undefined) context['aws:username'] = principal.userName;
  for (const [key, value] of Object.entries(principal.tags)) context[`aws:PrincipalTag/${key}`] = value;
  if (principal.organization) {
    context['aws:PrincipalOrgID'] = principal.organization.id;
    context['aws:PrincipalOrgPaths'] = [principal.organization.path];
  }
  addSession(context, principal);
  return context;
}

const principalTypes = { root: 'Account', user: 'User', 'role-session': 'AssumedRole' } as const;

/** Long-term keys carry none of these, unless a second factor was shown with the request itself. */
function addSession(context: Record<string, string | readonly string[]>, { session, mfa }: Principal): void {
  if (session) {
    context['aws:TokenIssueTime'] = new Date(session.issuedAt).toISOString();
    context['aws:MultiFactorAuthPresent'] = 'false';
    if (session.sourceIdentity !== undefined) context['aws:SourceIdentity'] = session.sourceIdentity;
    if (session.federatedProvider !== undefined) context['aws:FederatedProvider'] = session.federatedProvider;
    Object.assign(context, session.federatedConditions);
  }
  if (mfa) context['aws:MultiFactorAuthPresent'] = 'true';
}
