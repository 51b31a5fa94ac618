import { parseRoleArn } from '../iam/arns.ts';
import { invalidPrincipal, parseUserArn, type NamedPrincipal } from '../iam/trust.ts';
import type { Tx } from './database.ts';
import { findRole } from './iam-roles.ts';
import { findUser } from './iam-users.ts';

/**
 * Makes sure that the users and roles of this AWS account that a trust policy names exist, with this path. Throws
 * MalformedPolicyDocument. Those of other accounts are not looked up: whether they exist is not this account's business.
 */
export async function requireNamedPrincipals(tx: Tx, named: readonly NamedPrincipal[]): Promise<void> {
  for (const principal of named) {
    const user = parseUserArn(principal.value);
    const role = parseRoleArn(principal.value);
    const parts = user ?? role;
    if (!parts || principal.type !== 'AWS' || parts.awsAccountId !== tx.awsAccountId) continue;
    const found = await (user ? findUser(tx, parts.name) : findRole(tx, parts.name));
    if (found?.path !== parts.path) throw invalidPrincipal(principal);
  }
}
