import { z } from 'zod';
import { AccessDenied, InvalidInput, MalformedPolicyDocument, PackedPolicyTooLarge, ValidationError } from '../../errors.ts';
import { planSessionTags, roleSessionKeys } from '../../iam/session-tags.ts';
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
import { startRoleSession } from '../../store/role-sessions.ts';
import { sessionMfa } from '../../store/temporary-credentials.ts';

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
    context: (input) => ({
      ...roleSessionKeys(input, input, input.SourceIdentity),
      ...(input.ExternalId !== undefined && { 'sts:ExternalId': input.ExternalId }),
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
  async handler({ tx, principal, now, random }, input) {
    const { kind, session } = principal;
    if (kind === 'root') throw new AccessDenied('Roles may not be assumed by root accounts.');
    if (kind === 'role-session' && (input.DurationSeconds ?? 0) > chainedSecondsMax)
      throw new ValidationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
    return startRoleSession({ tx, now, random }, input, {
      ...planSessionTags(input, session?.transitiveTags ?? {}),
      mfa: sessionMfa(principal),
      sourceIdentity: planSourceIdentity(input.SourceIdentity, principal),
    });
  },
});

/** Once set, it stays along the whole chain of roles. */
function planSourceIdentity(wanted: string | undefined, { session }: Principal): string | undefined {
  const known = session?.sourceIdentity;
  if (known !== undefined && wanted !== undefined && wanted !== known) {
    throw new AccessDenied(`The source identity of this session is ${known} and cannot be changed.`);
  }
  return known ?? wanted;
}
