import type { z } from 'zod';
import { AccessDenied, PackedPolicyTooLarge, ValidationError } from '../errors.ts';
import { assumedRoleArn, parsePolicyArn, parseRoleArn } from '../iam/arns.ts';
import { newAccessKeyId, newSecretAccessKey } from '../iam/ids.ts';
import { checkPolicyDocument } from '../iam/policy-document.ts';
import { toWireDate } from '../iam/wire.ts';
import type { Principal } from '../principal.ts';
import type { AssumedRoleUser, Credentials } from '../shapes/sts.ts';
import { asTenant, type Tx } from './database.ts';
import { findRole, type IamRole } from './iam-roles.ts';
import { listManagedDocuments } from './policy-documents.ts';
import { packedSize, sealSession, type SessionClaims } from './session-tokens.ts';

/** The role with this ARN, and a view of the AWS account it is of. The caller has been allowed to assume it. Throws AccessDenied if it is gone by now. */
export async function getRoleByArn(tx: Tx, arn: string): Promise<{ role: IamRole; owner: Tx }> {
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

/**
 * Makes sure that session policies and tags can be a session's, and answers how much of the space for them they take, in
 * percent. Throws MalformedPolicyDocument, PackedPolicyTooLarge or ValidationError.
 */
export async function checkSessionPolicies(owner: Tx, { policy, policyArns, tags }: SessionPolicies): Promise<number> {
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

type NewSession = Omit<SessionClaims, 'accessKeyId' | 'secretAccessKey'>;

/** New temporary credentials. Nothing is stored: the token holds what it stands for. */
export function issueCredentials(tx: Tx, session: NewSession, random: (bytes: number) => Uint8Array): z.input<typeof Credentials> {
  const accessKeyId = newAccessKeyId(random, 'ASIA');
  const secretAccessKey = newSecretAccessKey(random);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sealSession(tx.vault, { accessKeyId, secretAccessKey, ...session }),
    Expiration: toWireDate(session.expiresAt),
  };
}

/** The second factor of the user who makes a session, for its token. Along a chain of roles it is lost, as on AWS. */
export function sessionMfa({ kind, mfa, principalId }: Principal): SessionClaims['mfa'] {
  return kind === 'user' && mfa ? { ...mfa, userId: principalId } : undefined;
}

/** A session of a role in the words of the wire. */
export function toWireAssumedRole(awsAccountId: string, role: IamRole, sessionName: string): z.input<typeof AssumedRoleUser> {
  return { AssumedRoleId: `${role.id}:${sessionName}`, Arn: assumedRoleArn(awsAccountId, role.name, sessionName) };
}
