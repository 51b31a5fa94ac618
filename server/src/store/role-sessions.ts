import type { z } from 'zod';
import { AccessDenied, PackedPolicyTooLarge, ValidationError } from '../errors.ts';
import { assumedRoleArn, parsePolicyArn, parseRoleArn } from '../iam/arns.ts';
import { checkPolicyDocument } from '../iam/policy-document.ts';
import type { SessionTags } from '../iam/session-tags.ts';
import type { AssumedRoleUser, Credentials } from '../shapes/sts.ts';
import { asTenant, type Tx } from './database.ts';
import { findRole, type IamRole } from './iam-roles.ts';
import { listManagedDocuments } from './policy-documents.ts';
import { packedSize, type SessionClaims } from './session-tokens.ts';
import { issueCredentials } from './temporary-credentials.ts';

/** What every call that assumes a role says. */
interface Wanted {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
  readonly DurationSeconds?: number | undefined;
}

/** What the session has of whoever assumes the role. */
type Brought = SessionTags & Pick<SessionClaims, 'mfa' | 'sourceIdentity' | 'federatedProvider' | 'federatedConditions'>;

interface Sources {
  readonly tx: Tx;
  readonly now: number;
  random(bytes: number): Uint8Array;
}

/** What every such call answers. */
interface RoleSession {
  readonly Credentials: z.input<typeof Credentials>;
  readonly AssumedRoleUser: z.input<typeof AssumedRoleUser>;
  readonly PackedPolicySize: number | undefined;
  readonly SourceIdentity: string | undefined;
}

const defaultSeconds = 3600;

/**
 * Credentials of a new session of a role, which the caller has been allowed to assume. Throws AccessDenied if the role is gone by
 * now, MalformedPolicyDocument, PackedPolicyTooLarge or ValidationError.
 */
export async function startRoleSession({ tx, now, random }: Sources, wanted: Wanted, brought: Brought): Promise<RoleSession> {
  const { RoleArn, RoleSessionName: sessionName, Policy: policy, PolicyArns = [], DurationSeconds = defaultSeconds } = wanted;
  const { role, owner } = await getRoleByArn(tx, RoleArn);
  if (DurationSeconds > role.sessionMaxSeconds)
    throw new ValidationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  const policyArns = PolicyArns.flatMap(({ arn }) => (arn === undefined ? [] : [arn]));
  const packedPolicySize = await checkSessionPolicies(owner, { policy, policyArns, tags: brought.tags });
  const { awsAccountId } = owner;
  const expiresAt = now + DurationSeconds * 1000;
  const session = { awsAccountId, ownerId: role.id, sessionName, issuedAt: now, expiresAt, policy, policyArns, ...brought };
  const isPlain = policy === undefined && policyArns.length === 0 && Object.keys(brought.tags).length === 0;
  return {
    Credentials: issueCredentials(tx, session, random),
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${sessionName}`, Arn: assumedRoleArn(awsAccountId, role.name, sessionName) },
    PackedPolicySize: isPlain ? undefined : packedPolicySize,
    SourceIdentity: brought.sourceIdentity,
  };
}

/** The role with this ARN, and a view of the AWS account it is of. */
async function getRoleByArn(tx: Tx, arn: string): Promise<{ role: IamRole; owner: Tx }> {
  const parts = parseRoleArn(arn);
  const owner = asTenant(tx, parts?.awsAccountId ?? '');
  const role = parts && (await findRole(owner, parts.name));
  if (!role) throw new AccessDenied(`The role ${arn} cannot be assumed.`);
  return { role, owner };
}

interface SessionPolicies {
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Makes sure that session policies and tags can be a session's, and answers how much of the space for them they take, in percent. */
async function checkSessionPolicies(owner: Tx, { policy, policyArns, tags }: SessionPolicies): Promise<number> {
  if (policy !== undefined) {
    checkPolicyDocument(policy, 'session', (limit) => `The session policy has more than ${limit} characters other than white space.`);
  }
  const wrong = policyArns.find((arn) => parsePolicyArn(arn) === undefined);
  if (wrong !== undefined) throw new ValidationError(`${wrong} is not the ARN of a managed policy.`);
  const found = new Set((await listManagedDocuments(owner, policyArns)).map(({ name }) => name));
  const absent = policyArns.find((arn) => !found.has(arn));
  if (absent !== undefined) throw new ValidationError(`Policy ${absent} does not exist or is not attachable.`);
  const size = packedSize({ policy, policyArns: [...policyArns], tags: { ...tags } });
  if (size > 100)
    throw new PackedPolicyTooLarge(
      `Session policies and tags take ${size} percent of the space for them. Shorten them, or use fewer tags.`,
    );
  return size;
}
