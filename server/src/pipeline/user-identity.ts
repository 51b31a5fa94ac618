import type { Principal, WebIdentity } from '../principal.ts';

/**
 * Who acted, as CloudTrail's records say it.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function userIdentity(principal: Principal): object {
  if (principal.kind === 'web-identity') return webIdentity(principal);
  return {
    type: { root: 'Root', user: 'IAMUser', 'role-session': 'AssumedRole' }[principal.kind],
    principalId: principal.principalId,
    arn: principal.arn,
    accountId: principal.awsAccountId,
    accessKeyId: principal.accessKeyId,
    userName: principal.userName,
    sessionContext: sessionContext(principal),
  };
}

/** Unknown as long as the token has not been verified: what it says is nothing to put on record. */
function webIdentity({ vouched, principalId }: WebIdentity): object {
  if (!vouched) return { type: 'Unknown' };
  return { type: 'WebIdentityUser', principalId, userName: vouched.subject, identityProvider: vouched.provider };
}

function sessionContext(principal: Principal): object | undefined {
  const { session, mfa } = principal;
  if (!session) return undefined;
  return {
    sessionIssuer:
      principal.kind === 'role-session'
        ? {
            type: 'Role',
            principalId: principal.role.id,
            arn: principal.role.arn,
            accountId: principal.awsAccountId,
            userName: principal.role.name,
          }
        : undefined,
    webIdFederationData: session.federatedProvider === undefined ? undefined : { federatedProvider: session.federatedProvider },
    attributes: { creationDate: `${new Date(session.issuedAt).toISOString().slice(0, 19)}Z`, mfaAuthenticated: String(mfa !== undefined) },
    sourceIdentity: session.sourceIdentity,
  };
}
