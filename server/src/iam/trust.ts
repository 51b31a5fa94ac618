import { compilePolicy } from '@carillon/iam';
import { MalformedPolicyDocument } from '../errors.ts';
import { parseOpenIdProviderArn, parseRoleArn } from './arns.ts';
import { checkPolicyDocument } from './policy-document.ts';

/** A principal that a trust policy names. */
export interface NamedPrincipal {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

/**
 * Makes sure that a document may be stored as a role's trust policy, and answers whom it names. Throws
 * MalformedPolicyDocument, or LimitExceeded if it is too long.
 */
export function checkTrustDocument(text: string): NamedPrincipal[] {
  checkPolicyDocument(text, 'trust', (limit) => `Cannot exceed quota for ACLSizePerRole: ${limit}`);
  const named = compilePolicy(text, { kind: 'trust', name: 'a policy that is not stored yet' }).statements.flatMap(
    ({ principal }) => principal?.entries ?? [],
  );
  const wrong = named.find(
    ({ type, value }) => (type === 'AWS' && !isAwsPrincipal(value)) || (type === 'Federated' && !isIdentityProvider(value)),
  );
  if (wrong) throw invalidPrincipal(wrong);
  return named.map(({ type, value }) => ({ type, value }));
}

export function invalidPrincipal({ type, value }: NamedPrincipal): MalformedPolicyDocument {
  return new MalformedPolicyDocument(`Invalid principal in policy: "${type}":"${value}"`);
}

/** `*`, an account, its root, a user, a role or a session of a role. A wildcard stands only for everybody. */
function isAwsPrincipal(value: string): boolean {
  if (value === '*' || /^\d{12}$/.test(value) || /^arn:aws:iam::\d{12}:root$/.test(value)) return true;
  return (
    parseRoleArn(value) !== undefined ||
    parseUserArn(value) !== undefined ||
    /^arn:aws:sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+$/.test(value)
  );
}

/** The ARN of an identity provider, which need not exist yet, or the host of a provider that AWS knows by itself. */
function isIdentityProvider(value: string): boolean {
  return (
    parseOpenIdProviderArn(value) !== undefined || /^arn:aws:iam::\d{12}:saml-provider\/[\w.-]+$/.test(value) || /^[a-z0-9.-]+$/.test(value)
  );
}

/** The parts of a user's ARN; undefined if it is none. */
export function parseUserArn(arn: string): { readonly awsAccountId: string; readonly name: string; readonly path: string } | undefined {
  const [, awsAccountId, path, name] = /^arn:aws:iam::(\d{12}):user(\/|\/[\u0021-\u007F]+\/)([\w+=,.@-]+)$/.exec(arn) ?? [];
  return awsAccountId !== undefined && path !== undefined && name !== undefined ? { awsAccountId, path, name } : undefined;
}
