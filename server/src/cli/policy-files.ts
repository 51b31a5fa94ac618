import { readFileSync } from 'node:fs';
import { compilePolicy, MalformedPolicyError, PolicySizeError, type CompiledPolicy, type PolicyKind } from '@carillon/iam';
import { OperatorError, messageOf } from '../errors.ts';

/** The text of a file. Throws OperatorError. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(`${file} cannot be read: ${messageOf(error)}`);
  }
}

/** Reads and compiles a policy. Throws OperatorError with the place of the mistake. */
export function readPolicy(file: string, kind: PolicyKind): CompiledPolicy {
  try {
    return compilePolicy(readText(file), { kind, name: file });
  } catch (error) {
    if (error instanceof MalformedPolicyError) throw new OperatorError(`${file}:${error.line}:${error.column}: ${error.message}`);
    if (error instanceof PolicySizeError) throw new OperatorError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The kinds of policy that `--type` names. */
const kinds = new Map<string, PolicyKind>([
  ['identity', 'inline-role'],
  ['trust', 'trust'],
  ['scp', 'scp'],
  ['boundary', 'boundary'],
  ['session', 'session'],
]);

/** What `--type` says; an identity policy unless it does. Throws OperatorError. */
export function readKind(type = 'identity'): PolicyKind {
  const kind = kinds.get(type);
  if (kind === undefined) throw new OperatorError(`--type ${type} is none of ${[...kinds.keys()].join(', ')}.`);
  return kind;
}
