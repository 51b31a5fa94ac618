import { compilePolicy, MalformedPolicyError, PolicySizeError, type CompiledPolicy, type PolicyKind } from '@carillon/iam';
import { InvalidInput } from '../errors.ts';
import { parsePolicyArn } from './arns.ts';

/** The kinds of policy that the simulator tells apart. */
type SourcePolicyType = 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'resource' | 'none';

/**
 * A policy as the simulator names it: a managed one by its name, an inline one as `user_ana_only`, one that came with the call by
 * its place in the call. @param name what the policy was compiled as
 */
export function describeSource(name: string, isOfResource: boolean): { SourcePolicyId: string; SourcePolicyType: SourcePolicyType } {
  if (isOfResource) return { SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'resource' };
  const managed = parsePolicyArn(name);
  if (managed) return { SourcePolicyId: managed.name, SourcePolicyType: managed.awsAccountId === 'aws' ? 'aws-managed' : 'user-managed' };
  const [, type, owner, policy] = /^arn:aws:iam::\d{12}:(user|group|role)\/(?:.*\/)?([^/]+) \(inline policy (.*)\)$/.exec(name) ?? [];
  if (type === 'user' || type === 'group' || type === 'role')
    return { SourcePolicyId: `${type}_${owner}_${policy}`, SourcePolicyType: type };
  return { SourcePolicyId: name, SourcePolicyType: 'none' };
}

/** Compiles policies that came with a call. Throws InvalidInput with the place and the reason. */
export function compileInputs(texts: readonly string[], kind: PolicyKind, list: string): CompiledPolicy[] {
  return texts.map((text, index) => {
    const name = `${list}.${index + 1}`;
    try {
      return compilePolicy(text, { kind, name });
    } catch (error) {
      if (error instanceof MalformedPolicyError)
        throw new InvalidInput(`${name}: ${error.message} (line ${error.line}, column ${error.column})`);
      if (error instanceof PolicySizeError) throw new InvalidInput(`${name}: ${error.message}`);
      throw error;
    }
  });
}
