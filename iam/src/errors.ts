import type { FindingCode } from './findings.ts';
import type { Position } from './parse.ts';

/**
 * The text is not a policy of its kind: not strict JSON, or against the policy grammar. `code` is the finding code;
 * `line` and `column` count from 1, `offset` from 0, all in UTF-16 code units. The service answers MalformedPolicyDocument.
 */
export class MalformedPolicyError extends Error {
  override readonly name = 'MalformedPolicyError';
  readonly code: FindingCode;
  readonly line: number;
  readonly column: number;
  readonly offset: number;

  constructor(code: FindingCode, message: string, position: Position) {
    super(message);
    this.code = code;
    this.line = position.line;
    this.column = position.column;
    this.offset = position.offset;
  }
}

/** The policy is larger than its kind may be; both numbers count characters other than white space. The service answers LimitExceeded. */
export class PolicySizeError extends Error {
  override readonly name = 'PolicySizeError';
  readonly limit: number;
  readonly size: number;

  constructor(limit: number, size: number) {
    super(`The policy has ${size} characters, not counting white space; at most ${limit} are allowed. Split it into several policies.`);
    this.limit = limit;
    this.size = size;
  }
}
