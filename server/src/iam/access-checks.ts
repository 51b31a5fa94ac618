import {
  AnalysisError,
  compilePolicy,
  describeExample,
  MalformedPolicyError,
  PolicySizeError,
  type AccessReason,
  type CompiledPolicy,
} from '@carillon/iam';
import { InvalidParameterException, UnprocessableEntityException } from '../errors.ts';

/** What Access Analyzer calls the kinds of policies, and what they are here: the only resource policies are those of roles. */
const kinds = { IDENTITY_POLICY: 'inline-role', RESOURCE_POLICY: 'trust' } as const;

/** Compiles a policy that a check was given. Throws InvalidParameterException with the place and the reason. */
export function compileForCheck(text: string, policyType: keyof typeof kinds, member: string): CompiledPolicy {
  try {
    return compilePolicy(text, { kind: kinds[policyType] });
  } catch (error) {
    if (error instanceof MalformedPolicyError) {
      throw new InvalidParameterException(`${member} is not a valid policy: ${error.message} (line ${error.line}, column ${error.column})`);
    }
    if (error instanceof PolicySizeError) throw new InvalidParameterException(`${member}: ${error.message}`);
    throw error;
  }
}

/** The answer to a check. `passes` and `fails` are AWS's sentences; each reason has the request that proves it. */
export function answerCheck(find: () => readonly AccessReason[], passes: string, fails: string, what: string) {
  const reasons = findReasons(find);
  if (reasons.length === 0) return { result: 'PASS', message: passes } as const;
  return {
    result: 'FAIL',
    message: fails,
    reasons: reasons.map(({ statement, sid, example }) => ({
      description: `${what} in the statement with ${sid === undefined ? '' : `sid: ${sid}, `}index: ${statement}. ${describeProof(example)}`,
      statementIndex: statement,
      ...(sid !== undefined && { statementId: sid }),
    })),
  } as const;
}

function findReasons(find: () => readonly AccessReason[]): readonly AccessReason[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof AnalysisError) throw new UnprocessableEntityException(`${error.message} Split the policy, and check its parts.`);
    throw error;
  }
}

function describeProof(example: AccessReason['example']): string {
  return example === undefined
    ? 'Its variables keep an example from being found; whether there is one is not known.'
    : `For example: ${describeExample(example)}.`;
}
