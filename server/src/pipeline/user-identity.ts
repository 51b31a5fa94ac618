import type { Principal } from '../principal.ts';

/**
 * Who acted, as CloudTrail's records say it.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function userIdentity(principal: Principal): object {
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
