import { z } from 'zod';
import {
  AccessDenied,
  ExpiredTokenException,
  IDPCommunicationError,
  IDPRejectedClaim,
  InvalidIdentityToken,
  invariant,
  MalformedPolicyDocument,
  PackedPolicyTooLarge,
  ValidationError,
} from '../../errors.ts';
import { planSessionTags, roleSessionKeys } from '../../iam/session-tags.ts';
import { queryOperation } from '../../operation.ts';
import type { Principal, Vouched } from '../../principal.ts';
import { arn } from '../../shapes/iam.ts';
import {
  AssumedRoleUser,
  clientToken,
  Credentials,
  policyDescriptors,
  providerId,
  roleDurationSeconds,
  roleSessionName,
  sessionPolicyDocument,
  sourceIdentity,
} from '../../shapes/sts.ts';
import { startRoleSession } from '../../store/role-sessions.ts';

export const AssumeRoleWithWebIdentity = queryOperation('sts', {
  action: {
    name: 'AssumeRoleWithWebIdentity',
    access: 'Write',
    summary:
      'Grants permission to obtain a set of temporary security credentials for users who have been authenticated in a mobile or web application with a web identity provider',
    dependsOn: [
      {
        action: 'sts:TagSession',
        resource: ({ RoleArn }) => RoleArn,
        when: (_input, principal) => (vouchedOf(principal)?.tags ?? []).length > 0,
      },
      {
        action: 'sts:SetSourceIdentity',
        resource: ({ RoleArn }) => RoleArn,
        when: (_input, principal) => vouchedOf(principal)?.sourceIdentity !== undefined,
      },
    ],
    resource: ({ RoleArn }) => RoleArn,
    trustedBy: ({ RoleArn }) => RoleArn,
    context: (input, principal) => {
      const vouched = vouchedOf(principal);
      return roleSessionKeys(input, sessionTagsOf(vouched), vouched?.sourceIdentity);
    },
  },
  input: z.object({
    RoleArn: arn,
    RoleSessionName: roleSessionName,
    WebIdentityToken: clientToken,
    ProviderId: providerId.optional(),
    PolicyArns: policyDescriptors.optional(),
    Policy: sessionPolicyDocument.optional(),
    DurationSeconds: roleDurationSeconds.optional(),
  }),
  takesWebIdentity: true,
  output: z.object({
    Credentials: Credentials.optional(),
    SubjectFromWebIdentityToken: z.string().max(255).meta({ id: 'webIdentitySubjectType' }).optional(),
    AssumedRoleUser: AssumedRoleUser.optional(),
    PackedPolicySize: z.int().min(0).optional(),
    Provider: z.string().meta({ id: 'Issuer' }).optional(),
    Audience: z.string().meta({ id: 'Audience' }).optional(),
    SourceIdentity: sourceIdentity.optional(),
  }),
  errors: [
    AccessDenied,
    ExpiredTokenException,
    IDPCommunicationError,
    IDPRejectedClaim,
    InvalidIdentityToken,
    MalformedPolicyDocument,
    PackedPolicyTooLarge,
    ValidationError,
  ],
  example: {
    RoleArn: 'arn:aws:iam::111122223333:role/help-desk',
    RoleSessionName: 'carol',
    WebIdentityToken: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln',
  },
  async handler({ tx, principal, now, random }, input) {
    const vouched = vouchedOf(principal);
    invariant(vouched, 'The pipeline verifies the token before anything is decided.');
    const session = await startRoleSession({ tx, now, random }, input, {
      ...planSessionTags(sessionTagsOf(vouched), {}),
      sourceIdentity: vouched.sourceIdentity,
      federatedProvider: vouched.provider,
      federatedConditions: vouched.lastingConditions,
    });
    return {
      ...session,
      SubjectFromWebIdentityToken: vouched.subject,
      // Assumed from the answers that EKS's guides show: the provider's ARN, not its address.
      Provider: vouched.provider,
      Audience: vouched.audience,
    };
  },
});

/** The tags that the token brings, as another caller would ask for them. */
function sessionTagsOf(vouched: Vouched | undefined) {
  return { Tags: vouched?.tags, TransitiveTagKeys: vouched?.transitiveTagKeys };
}

function vouchedOf(principal: Principal): Vouched | undefined {
  return principal.kind === 'web-identity' ? principal.vouched : undefined;
}
