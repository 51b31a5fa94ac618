import type { Context } from '@carillon/iam';
import type { Principal } from '../principal.ts';
import type { Origin } from './authorise.ts';

/** The condition keys every request carries; an absent value is an absent key, never an empty string. */
export function requestContext(principal: Principal, origin: Origin, now: number): Context {
  const context: Record<string, string | readonly string[]> = {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': String(origin.secureTransport),
    'aws:SourceIp': origin.sourceIp,
    'aws:RequestedRegion': origin.region,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:ResourceAccount': principal.awsAccountId,
  };
  if (origin.userAgent !== undefined) context['aws:UserAgent'] = origin.userAgent;
  if (origin.referer !== undefined) context['aws:Referer'] = origin.referer;
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
  addSession(context, principal, now);
  return context;
}

const principalTypes = { root: 'Account', user: 'User', 'role-session': 'AssumedRole' } as const;

/** Long-term keys carry none of these, unless a second factor was shown with the request itself. */
function addSession(context: Record<string, string | readonly string[]>, { session, mfa }: Principal, now: number): void {
  if (session) {
    context['aws:TokenIssueTime'] = new Date(session.issuedAt).toISOString();
    context['aws:MultiFactorAuthPresent'] = 'false';
    if (session.sourceIdentity !== undefined) context['aws:SourceIdentity'] = session.sourceIdentity;
    if (session.federatedProvider !== undefined) context['aws:FederatedProvider'] = session.federatedProvider;
    Object.assign(context, session.federatedConditions);
  }
  if (mfa) {
    context['aws:MultiFactorAuthPresent'] = 'true';
    context['aws:MultiFactorAuthAge'] = String(Math.max(0, Math.floor((now - mfa.at) / 1000)));
  }
}
