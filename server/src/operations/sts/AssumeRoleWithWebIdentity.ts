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
import { planSessionTags } from '../../iam/session-tags.ts';
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
import { checkSessionPolicies, getRoleByArn, issueCredentials, toWireAssumedRole } from '../../store/temporary-credentials.ts';

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
    context: ({ RoleArn, RoleSessionName }, principal) => {
      const { tags = [], transitiveTagKeys = [], sourceIdentity: source } = vouchedOf(principal) ?? {};
      return {
        'aws:ResourceAccount': RoleArn.split(':')[4] ?? '',
        'sts:RoleSessionName': RoleSessionName,
        ...(source !== undefined && { 'sts:SourceIdentity': source }),
        ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
        'aws:TagKeys': tags.map(({ Key }) => Key),
        'sts:TransitiveTagKeys': transitiveTagKeys,
      };
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
  async handler({ tx, principal, now, random }, { RoleArn, RoleSessionName, Policy, PolicyArns = [], DurationSeconds = 3600 }) {
    const vouched = vouchedOf(principal);
    invariant(vouched, 'The pipeline verifies the token before anything is decided.');
    const { role, owner } = await getRoleByArn(tx, RoleArn);
    if (DurationSeconds > role.sessionMaxSeconds)
      throw new ValidationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
    const { tags, transitiveTags } = planSessionTags({ Tags: vouched.tags, TransitiveTagKeys: vouched.transitiveTagKeys }, {});
    const policyArns = PolicyArns.flatMap(({ arn: policyArn }) => (policyArn === undefined ? [] : [policyArn]));
    const packedPolicySize = await checkSessionPolicies(owner, { policy: Policy, policyArns, tags });
    const session = {
      awsAccountId: owner.awsAccountId,
      ownerId: role.id,
      sessionName: RoleSessionName,
      issuedAt: now,
      expiresAt: now + DurationSeconds * 1000,
      policy: Policy,
      policyArns,
      tags,
      transitiveTags,
      sourceIdentity: vouched.sourceIdentity,
      federatedProvider: vouched.provider,
      federatedConditions: vouched.lastingConditions,
    };
    return {
      Credentials: issueCredentials(tx, session, random),
      SubjectFromWebIdentityToken: vouched.subject,
      AssumedRoleUser: toWireAssumedRole(owner.awsAccountId, role, RoleSessionName),
      PackedPolicySize: Policy === undefined && policyArns.length === 0 && Object.keys(tags).length === 0 ? undefined : packedPolicySize,
      // Assumed from the answers that EKS's guides show: the provider's ARN, not its address.
      Provider: vouched.provider,
      Audience: vouched.audience,
      SourceIdentity: vouched.sourceIdentity,
    };
  },
});

function vouchedOf(principal: Principal): Vouched | undefined {
  return principal.kind === 'web-identity' ? principal.vouched : undefined;
}
