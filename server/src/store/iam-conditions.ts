import { parsePolicyArn } from '../iam/arns.ts';
import type { Principal } from '../principal.ts';
import type { Tx } from './database.ts';
import { findMfaDevice } from './iam-mfa.ts';
import { findOpenIdProviderByArn } from './iam-open-id-providers.ts';
import { findLocalPolicy } from './iam-policies.ts';
import { findRole } from './iam-roles.ts';
import { findUser, findUserById } from './iam-users.ts';

// Condition keys of operations on users and roles: what the request brings, and what its target has.
// Source: Service Authorization Reference, "Condition keys for AWS Identity and Access Management (IAM)".

type Conditions = Readonly<Record<string, string | readonly string[]>>;

/** Members of IAM inputs that policies may ask about. */
interface Asking {
  readonly PolicyArn?: string | undefined;
  readonly PermissionsBoundary?: string | undefined;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
}

/** What the request brings: for what is made anew, and for groups. */
export function requestConditions({ PolicyArn, PermissionsBoundary, Tags = [], TagKeys = [] }: Asking): Conditions {
  const keys = [...Tags.map(({ Key }) => Key), ...TagKeys];
  return {
    ...(PolicyArn !== undefined && { 'iam:PolicyARN': PolicyArn }),
    ...(PermissionsBoundary !== undefined && { 'iam:PermissionsBoundary': PermissionsBoundary }),
    ...Object.fromEntries(Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    ...(keys.length > 0 && { 'aws:TagKeys': keys }),
  };
}

/** Of an operation on a user: the one named, or else the caller. */
export async function userConditions(
  input: Asking & { readonly UserName?: string | undefined },
  principal: Principal,
  tx: Tx,
): Promise<Conditions> {
  const user = await (input.UserName === undefined ? findUserById(tx, principal.principalId) : findUser(tx, input.UserName));
  return { ...targetConditions(user), ...requestConditions(input) };
}

/** Of an operation on a role. */
export async function roleConditions(input: Asking & { readonly RoleName: string }, _principal: Principal, tx: Tx): Promise<Conditions> {
  return { ...targetConditions(await findRole(tx, input.RoleName)), ...requestConditions(input) };
}

interface Target {
  readonly boundaryArn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

function targetConditions(target: Target | undefined): Conditions {
  if (!target) return {};
  const tags = Object.entries(target.tags);
  return {
    ...(target.boundaryArn !== undefined && { 'iam:PermissionsBoundary': target.boundaryArn }),
    ...Object.fromEntries(
      tags.flatMap(([key, value]) => [`aws:ResourceTag/${key}`, `iam:ResourceTag/${key}`].map((name) => [name, value])),
    ),
  };
}

/** Of an operation on an OpenID Connect provider. */
export async function openIdProviderConditions(
  input: Asking & { readonly OpenIDConnectProviderArn: string },
  _principal: Principal,
  tx: Tx,
): Promise<Conditions> {
  const provider = await findOpenIdProviderByArn(tx, input.OpenIDConnectProviderArn);
  const target = provider && { tags: provider.tags, boundaryArn: undefined };
  return { ...targetConditions(target), ...requestConditions(input) };
}

/** Of an operation on a virtual MFA device. */
export async function mfaDeviceConditions(
  input: Asking & { readonly SerialNumber: string },
  _principal: Principal,
  tx: Tx,
): Promise<Conditions> {
  const device = await findMfaDevice(tx, input.SerialNumber);
  return { ...targetConditions(device && { tags: device.tags, boundaryArn: undefined }), ...requestConditions(input) };
}

/** Of an operation on the tags of a managed policy, whose ARN is then no condition but the resource. */
export async function policyTagConditions(
  { PolicyArn, ...input }: Asking & { readonly PolicyArn: string },
  _principal: Principal,
  tx: Tx,
): Promise<Conditions> {
  const parts = parsePolicyArn(PolicyArn);
  const policy = parts && (await findLocalPolicy(tx, PolicyArn, parts.name));
  return { ...targetConditions(policy && { tags: policy.tags, boundaryArn: undefined }), ...requestConditions(input) };
}
