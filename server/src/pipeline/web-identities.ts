import { bindLayers } from '@carillon/iam';
import { InvalidIdentityToken } from '../errors.ts';
import { openIdProviderArn, parseRoleArn } from '../iam/arns.ts';
import { createKeySets } from '../iam/open-id/key-sets.ts';
import { networkOf } from '../net/address-rule.ts';
import type { Outgoing } from '../net/outgoing.ts';
import type { WebIdentity } from '../principal.ts';
import { findOwnAwsAccount } from '../store/aws-accounts.ts';
import type { Database } from '../store/database.ts';
import { findOpenIdProvider } from '../store/iam-open-id-providers.ts';
import type { Caller } from './authorise.ts';
import { createThrottle } from './throttle.ts';

/** People without credentials of ours, who bring the token of an identity provider. */
export interface WebIdentities {
  /** A caller of whom nothing is known but the address. Events of what they try belong to the AWS account of the role they name, if there is one. */
  stranger(input: unknown, sourceIp: string): Promise<Caller>;
  /**
   * The caller for whom the token in the input vouches, in the AWS account of the role. Throws InvalidIdentityToken,
   * ExpiredTokenException, IDPRejectedClaim, IDPCommunicationError, or ThrottledClientException.
   */
  show(input: Readonly<Record<string, unknown>>, sourceIp: string, now: number): Promise<Caller>;
}

/** Tokens that one address may bring: each may cost a trip to its provider. */
const tokensPerSecond = 20;
const tokensAtOnce = 100;

export function createWebIdentities(database: Database, outgoing: Outgoing): WebIdentities {
  const keySets = createKeySets(outgoing);
  const tokens = createThrottle(tokensPerSecond, tokensAtOnce);
  return {
    async stranger(input, sourceIp) {
      const RoleArn: unknown = typeof input === 'object' && input !== null && 'RoleArn' in input ? input.RoleArn : undefined;
      const named = accountOf(RoleArn);
      const account = named === undefined ? undefined : await database.read(named, findOwnAwsAccount);
      return toCaller({ ...nobody, awsAccountId: account?.id ?? '', arn: `anonymous/${networkOf(sourceIp)}`, sourceIp });
    },

    async show({ RoleArn, WebIdentityToken, ProviderId }, sourceIp, now) {
      const stranger: WebIdentity = {
        ...nobody,
        awsAccountId: accountOf(RoleArn) ?? '',
        arn: `anonymous/${networkOf(sourceIp)}`,
        sourceIp,
      };
      tokens.admit(stranger, now);
      if (ProviderId !== undefined) {
        throw new InvalidIdentityToken(
          'ProviderId is for OAuth 2.0 access tokens, which are not taken here. Send an OpenID Connect ID token without it.',
        );
      }
      const { issuerOf, verifyToken } = await import('../iam/open-id/token.ts');
      const token = String(WebIdentityToken);
      const url = issuerOf(token);
      const { awsAccountId } = stranger;
      const provider = awsAccountId === '' ? undefined : await database.read(awsAccountId, (tx) => findOpenIdProvider(tx, url));
      if (!provider) throw new InvalidIdentityToken(`No OpenIDConnect provider found in your account for https://${url}`);
      const vouched = await verifyToken(keySets, { ...provider, arn: openIdProviderArn(awsAccountId, url) }, token, now);
      const name = `${vouched.provider}:${vouched.audience}:${vouched.subject}`;
      return toCaller({ ...stranger, arn: name, principalId: name, userName: vouched.subject, vouched });
    },
  };
}

const nobody = { kind: 'web-identity', principalId: '', userName: undefined, accessKeyId: '', tags: {} } as const;

/** No policy of their own allows them anything, and none of the organisation's binds them: the trust policy alone decides, as on AWS. */
function toCaller(principal: WebIdentity): Caller {
  const policies = { scp: [], identity: [], root: true };
  return { principal: Object.freeze(principal), policies, layers: bindLayers(policies) };
}

function accountOf(roleArn: unknown): string | undefined {
  return typeof roleArn === 'string' ? parseRoleArn(roleArn)?.awsAccountId : undefined;
}
