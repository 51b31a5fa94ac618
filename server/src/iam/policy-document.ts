import { compilePolicy, MalformedPolicyError, PolicySizeError, type PolicyKind } from '@carillon/iam';
import { LimitExceeded, MalformedPolicyDocument } from '../errors.ts';

/**
 * Makes sure that a document may be stored: it compiles as what it is meant for. Throws MalformedPolicyDocument with
 * the place and the reason, or LimitExceeded in the words of `describeLimit`.
 */
export function checkPolicyDocument(text: string, kind: PolicyKind, describeLimit: (limit: number) => string): void {
  try {
    compilePolicy(text, { kind, name: 'a policy that is not stored yet' });
  } catch (error) {
    if (error instanceof MalformedPolicyError) {
      throw new MalformedPolicyDocument(`${error.message} (line ${error.line}, column ${error.column})`);
    }
    if (error instanceof PolicySizeError) throw new LimitExceeded(describeLimit(error.limit));
    throw error;
  }
}

/** The size of a policy as quotas count it: white space is free. */
export function policySize(text: string): number {
  return text.replace(/[\t\n\r ]/g, '').length;
}
