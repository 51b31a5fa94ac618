import type { z } from 'zod';
import { BadRequestException, invariant, ValidationError, type WireError } from '../errors.ts';
import type { Operation } from '../operation.ts';

/** More are counted, not listed. */
const issuesShownMax = 50;

/**
 * The operation's input, checked against its schema; members it does not know are dropped, as AWS does.
 * Throws BadRequestException (Query protocol: ValidationError) naming everything that is wrong, in AWS's words.
 */
export function checkInput(operation: Operation, input: unknown): Record<string, unknown> {
  const result = operation.input.safeParse(input);
  if (result.success) {
    const place = findUnstorable(result.data);
    if (place === undefined) return result.data;
    throw refusal(
      operation,
      `1 validation error detected: Value at '${place}' failed to satisfy constraint: Member must be well-formed Unicode without the character U+0000`,
    );
  }
  const { issues } = result.error;
  const shown = issues.slice(0, issuesShownMax).map((issue) => describe(issue, input));
  if (issues.length > issuesShownMax) shown.push(`and ${issues.length - issuesShownMax} more`);
  const message = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected: ${shown.join('; ')}`;
  throw refusal(operation, message);
}

function refusal(operation: Operation, message: string): WireError {
  return operation.binding.protocol === 'query' ? new ValidationError(message) : new BadRequestException(message);
}

/** Where a text holds U+0000, which PostgreSQL cannot store, or half a surrogate pair, which UTF-8 cannot. */
function findUnstorable(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? '' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const place = findUnstorable(member);
    if (place !== undefined) return place === '' ? lowerFirst(name) : `${lowerFirst(name)}.${place}`;
  }
  return undefined;
}

/** Tests and development: an output that its declaration does not describe is a fault. */
export function checkOutput(operation: Operation, output: unknown): void {
  const result = operation.output.safeParse(output);
  invariant(result.success, `The output of ${operation.name} is not what it declares: ${result.error?.message}`);
}

type Issue = z.core.$ZodIssue;

/** `Value at 'name' failed to satisfy constraint: Member must have length less than or equal to 100`. */
function describe(issue: Issue, input: unknown): string {
  const path = issue.path
    .map((part, index) => (typeof part === 'number' ? `.${part + 1}.member` : `${index === 0 ? '' : '.'}${lowerFirst(String(part))}`))
    .join('');
  const value = issue.path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
    input,
  );
  const subject = path === '' ? 'Value' : value === undefined ? `Value null at '${path}'` : `Value at '${path}'`;
  return `${subject} failed to satisfy constraint: Member must ${value === undefined && path !== '' ? 'not be null' : constraint(issue)}`;
}

function constraint(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `have length less than or equal to ${issue.maximum}`
        : `have value less than or equal to ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `have length greater than or equal to ${issue.minimum}`
        : `have value greater than or equal to ${issue.minimum}`;
    case 'invalid_format':
      return issue.format === 'regex'
        ? `satisfy regular expression pattern: ${issue.pattern?.replace(/^\/|\/[a-z]*$/g, '')}`
        : `be a valid ${issue.format}`;
    case 'invalid_value':
      return `satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'invalid_type':
      return `be of type ${issue.expected}`;
    default:
      return `be valid: ${issue.message}`;
  }
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
