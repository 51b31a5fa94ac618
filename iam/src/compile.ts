import { compileResourcePattern, type ResourcePattern } from './arn.ts';
import type { Condition, ListElement, PolicyDocument, PolicyKind, PrincipalElement, Statement } from './document.ts';
import { MalformedPolicyError, PolicySizeError } from './errors.ts';
import { readPolicy } from './grammar/policy.ts';
import type { Matcher, OperatorName } from './operators/index.ts';
import { wantsNull, type WantsNull } from './operators/null.ts';
import { positionAt } from './parse.ts';
import { compileGlob, type Pattern } from './pattern.ts';
import { measurePolicy, sizeLimit } from './size.ts';
import { parseTemplate, resolveTemplate, type Template } from './variables.ts';

/** What to compile a policy as. */
export interface CompileOptions {
  readonly kind: PolicyKind;
  /** The ARN or label that decisions and explanations name the policy by. */
  readonly name?: string | undefined;
}

/** A policy ready to be bound to principals. Immutable, and worth sharing: it depends on its text alone. */
export interface CompiledPolicy {
  readonly name: string | undefined;
  readonly kind: PolicyKind;
  readonly document: PolicyDocument;
  readonly statements: readonly CompiledStatement[];
}

/** A statement with its patterns prepared. */
export interface CompiledStatement {
  readonly source: Statement;
  readonly action: ActionTest;
  /** Undefined in a trust policy: it is about the one role that carries it. */
  readonly resource: ResourceTest | undefined;
  readonly principal: PrincipalElement | undefined;
  readonly conditions: readonly CompiledCondition[];
}

/** Action or NotAction; the patterns are in lower case. */
export interface ActionTest {
  readonly isNegated: boolean;
  readonly patterns: readonly Pattern[];
}

/** Resource or NotResource. Values with variables stay templates until a request is known. */
export interface ResourceTest {
  readonly isNegated: boolean;
  readonly patterns: readonly ResourcePattern[];
  readonly templates: readonly Template[];
}

/** One operator applied to one key. Conditions with the same `identity` always have the same answer. */
export interface CompiledCondition {
  readonly identity: string;
  readonly source: Condition;
  readonly name: OperatorName;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly Template[];
  /** Undefined when a value has variables, or when there is no such operator. */
  readonly matcher: Matcher | undefined;
  /** For the operator Null. */
  readonly wantsNull: WantsNull | undefined;
}

/**
 * Checks and prepares a policy text.
 * @throws {PolicySizeError} when it is larger than its kind may be
 * @throws {MalformedPolicyError} when it is not strict JSON or breaks the policy grammar; nothing else is ever thrown
 */
export function compilePolicy(text: string, { kind, name }: CompileOptions): CompiledPolicy {
  const size = measurePolicy(text);
  const limit = sizeLimit(kind);
  if (size > limit) throw new PolicySizeError(limit, size);
  const { document, faults } = readPolicy(text, kind);
  const [fault] = faults.toSorted((a, b) => a.span.start - b.span.start);
  if (fault !== undefined) throw new MalformedPolicyError(fault.code, fault.message, positionAt(text, fault.span.start));
  return compileDocument(document ?? emptyDocument, kind, name);
}

/**
 * Prepares a document as it is. A condition whose operator does not exist is kept and fails closed: a Deny ignores it, an
 * Allow never applies. {@link compilePolicy} refuses such a document, so this can only meet one read by other means.
 */
export function compileDocument(document: PolicyDocument, kind: PolicyKind, name: string | undefined): CompiledPolicy {
  const withVariables = document.version === '2012-10-17';
  const statements = document.statements.map((source) => ({
    source,
    action: { isNegated: source.action.isNegated, patterns: source.action.values.map(({ value }) => compileGlob(value.toLowerCase())) },
    resource: source.resource && compileResources(source.resource, withVariables),
    principal: source.principal,
    conditions: source.conditions.map((condition) => compileCondition(condition, withVariables)),
  }));
  return { name, kind, document, statements };
}

/** Nothing to evaluate: stands in where the grammar has already been refused. */
const emptyDocument: PolicyDocument = { text: '', version: undefined, statements: [], span: { start: 0, end: 0 } };

function compileResources({ isNegated, values }: ListElement, withVariables: boolean): ResourceTest {
  const patterns: ResourcePattern[] = [];
  const templates: Template[] = [];
  for (const { value } of values) {
    const template = parseTemplate(value, withVariables);
    if (!template.hasVariables) {
      patterns.push(compileResourcePattern(resolveTemplate(template, noVariables) ?? []));
    } else if (startsInSixthComponent(value)) templates.push(template);
  }
  return { isNegated, patterns, templates };
}

/** Variables may replace only what comes after the fifth colon of an ARN; elsewhere the value matches nothing. */
export function startsInSixthComponent(resource: string): boolean {
  const beforeVariable = resource.replaceAll(/\$\{[*?$]\}/g, '').split('${')[0] ?? '';
  return beforeVariable.split(':').length >= 6;
}

function compileCondition(source: Condition, withVariables: boolean): CompiledCondition {
  const { operator: name } = source;
  const takesVariables = name.operator?.takesVariables === true;
  const values = source.values.map(({ value }) => parseTemplate(value, withVariables && takesVariables));
  const key = source.key.value.toLowerCase();
  const fixed = values.every((value) => !value.hasVariables) ? values.map((value) => resolveTemplate(value, noVariables) ?? []) : undefined;
  const matcher = fixed && name.operator?.prepare(fixed);
  const nulls = fixed && name.operator?.family === 'Null' ? wantsNull(fixed) : undefined;
  const use = `${name.operator?.name ?? `unknown ${name.source}`} ${String(name.qualifier)} ${name.ifExists} ${withVariables && takesVariables}`;
  const identity = `${use} ${quote(key)}${source.values.map(({ value }) => quote(value)).join('')}`;
  return { identity, source, name, key, values, matcher, wantsNull: nulls };
}

/** A text with its length before it, so that texts in a row cannot be mistaken for others. */
function quote(text: string): string {
  return `${text.length}:${text}`;
}

function noVariables(): undefined {
  return undefined;
}
