import { z } from 'zod';
import { AccessDenied, InvalidInput, MalformedPolicyDocument, PackedPolicyTooLarge, ValidationError } from '../../errors.ts';
import { planSessionTags } from '../../iam/session-tags.ts';
import { queryOperation } from '../../operation.ts';
import type { Principal } from '../../principal.ts';
import { arn } from '../../shapes/iam.ts';
import {
  AssumedRoleUser,
  Credentials,
  externalId,
  policyDescriptors,
  roleDurationSeconds,
  roleSessionName,
  sessionPolicyDocument,
  serialNumber,
  sessionTags,
  sourceIdentity,
  tagKeys,
  tokenCode,
} from '../../shapes/sts.ts';
import type { IamRole } from '../../store/iam-roles.ts';
import { checkSessionPolicies, getRoleByArn, issueCredentials, sessionMfa, toWireAssumedRole } from '../../store/temporary-credentials.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface AssumeRoleInput {
  readonly RoleArn: string;
  readonly Tags?: readonly Tag[] | undefined;
  readonly SourceIdentity?: string | undefined;
}

/** Sessions of a chain of roles. Source: IAM User Guide, "Role chaining". */
const chainedSecondsMax = 3600;

export const AssumeRole = queryOperation('sts', {
  action: {
    name: 'AssumeRole',
    access: 'Write',
    summary:
      'Grants permission to obtain a set of temporary security credentials that you can use to access AWS resources that you might not normally have access to',
    dependsOn: [
      {
        action: 'sts:TagSession',
        resource: ({ RoleArn }) => RoleArn,
        when: ({ Tags = [] }: AssumeRoleInput, { session }) => Tags.length > 0 || Object.keys(session?.transitiveTags ?? {}).length > 0,
      },
      {
        action: 'sts:SetSourceIdentity',
        resource: ({ RoleArn }) => RoleArn,
        when: ({ SourceIdentity }: AssumeRoleInput, { session }) => (SourceIdentity ?? session?.sourceIdentity) !== undefined,
      },
    ],
    resource: ({ RoleArn }) => RoleArn,
    trustedBy: ({ RoleArn }) => RoleArn,
    context: ({ RoleArn, RoleSessionName, ExternalId, SourceIdentity, Tags = [], TransitiveTagKeys = [] }) => ({
      'aws:ResourceAccount': RoleArn.split(':')[4] ?? '',
      'sts:RoleSessionName': RoleSessionName,
      ...(ExternalId !== undefined && { 'sts:ExternalId': ExternalId }),
      ...(SourceIdentity !== undefined && { 'sts:SourceIdentity': SourceIdentity }),
      ...Object.fromEntries(Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
      'aws:TagKeys': Tags.map(({ Key }) => Key),
      'sts:TransitiveTagKeys': TransitiveTagKeys,
    }),
  },
  input: z.object({
    RoleArn: arn,
    RoleSessionName: roleSessionName,
    PolicyArns: policyDescriptors.optional(),
    Policy: sessionPolicyDocument.optional(),
    DurationSeconds: roleDurationSeconds.optional(),
    Tags: sessionTags.optional(),
    TransitiveTagKeys: tagKeys.optional(),
    ExternalId: externalId.optional(),
    SerialNumber: serialNumber.optional(),
    TokenCode: tokenCode.optional(),
    SourceIdentity: sourceIdentity.optional(),
  }),
  takesMfa: true,
  output: z.object({
    Credentials: Credentials.optional(),
    AssumedRoleUser: AssumedRoleUser.optional(),
    PackedPolicySize: z.int().min(0).optional(),
    SourceIdentity: sourceIdentity.optional(),
  }),
  errors: [AccessDenied, InvalidInput, MalformedPolicyDocument, PackedPolicyTooLarge, ValidationError],
  example: { RoleArn: 'arn:aws:iam::111122223333:role/help-desk', RoleSessionName: 'carol', Tags: [{ Key: 'team', Value: 'help-desk' }] },
  async handler({ tx, principal, now, random }, { RoleArn, RoleSessionName, Policy, PolicyArns = [], ...more }) {
    if (principal.kind === 'root') throw new AccessDenied('Roles may not be assumed by root accounts.');
    const { role, owner } = await getRoleByArn(tx, RoleArn);
    const { tags, transitiveTags } = planSessionTags(more, principal.session?.transitiveTags ?? {});
    const policyArns = PolicyArns.flatMap(({ arn: policyArn }) => (policyArn === undefined ? [] : [policyArn]));
    const packedPolicySize = await checkSessionPolicies(owner, { policy: Policy, policyArns, tags });
    const session = {
      awsAccountId: owner.awsAccountId,
      ownerId: role.id,
      sessionName: RoleSessionName,
      issuedAt: now,
      expiresAt: now + sessionSeconds(more.DurationSeconds, role, principal) * 1000,
      policy: Policy,
      policyArns,
      tags,
      transitiveTags,
      mfa: sessionMfa(principal),
      sourceIdentity: planSourceIdentity(more.SourceIdentity, principal),
    };
    return {
      Credentials: issueCredentials(tx, session, random),
      AssumedRoleUser: toWireAssumedRole(owner.awsAccountId, role, RoleSessionName),
      PackedPolicySize: Policy === undefined && policyArns.length === 0 && Object.keys(tags).length === 0 ? undefined : packedPolicySize,
      SourceIdentity: session.sourceIdentity,
    };
  },
});

function sessionSeconds(wanted: number | undefined, role: IamRole, { kind }: Principal): number {
  const seconds = wanted ?? 3600;
  if (kind === 'role-session' && seconds > chainedSecondsMax) {
    throw new ValidationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  }
  if (seconds > role.sessionMaxSeconds) {
    throw new ValidationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

/** Once set, it stays along the whole chain of roles. */
function planSourceIdentity(wanted: string | undefined, { session }: Principal): string | undefined {
  const known = session?.sourceIdentity;
  if (known !== undefined && wanted !== undefined && wanted !== known) {
    throw new AccessDenied(`The source identity of this session is ${known} and cannot be changed.`);
  }
  return known ?? wanted;
}
