import { readFileSync } from 'node:fs';
import type { Context, Decision, PolicyKind } from '../../src/index.ts';

/** A written decision: the file is the project's, and these are the parts of it that tests use. */
export interface DecisionCase {
  readonly id: string;
  readonly policies: {
    readonly scp: readonly (readonly unknown[])[];
    readonly identity: readonly unknown[];
    readonly boundary: readonly unknown[];
    readonly session: readonly unknown[];
  };
  readonly request: { readonly action: string; readonly resource: string; readonly principalArn: string; readonly context: Context };
  readonly expect: Decision['decision'];
  readonly why: string;
  readonly certainty: 'certain' | 'uncertain';
  readonly tags?: readonly string[];
}

/** A policy text that must be refused, or accepted, with the findings that the linter owes it. */
export interface PolicyCase {
  readonly id: string;
  readonly policyType: PolicyKind;
  readonly document: string;
  readonly write: 'accept' | 'reject';
  readonly lint: readonly (readonly [string, string])[];
  readonly why: string;
}

/** The written decisions. */
export function readDecisionCases(): DecisionCase[] {
  // The file is trusted data of this repository, so its lines are taken at their word.
  return readLines('iam-cases.jsonl') as DecisionCase[];
}

/** The written policies to refuse or lint. */
export function readPolicyCases(): PolicyCase[] {
  // As above.
  return readLines('iam-invalid-policies.jsonl') as PolicyCase[];
}

function readLines(file: string): unknown[] {
  const text = readFileSync(new URL(`../cases/${file}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
