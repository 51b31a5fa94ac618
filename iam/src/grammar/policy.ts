import type { Effect, ListElement, PolicyDocument, PolicyKind, PolicyVersion, Sourced, Statement } from '../document.ts';
import { reportTo, type FindingDraft, type Report } from '../findings.ts';
import { parseJson, type JsonNode, type JsonObject } from '../parse.ts';
import { readConditions } from './conditions.ts';
import { findMember, readString } from './nodes.ts';
import { readPrincipal } from './principals.ts';

/** A policy text read against the grammar. With a draft in `faults`, the policy must not be stored or evaluated. */
export interface GrammarResult {
  readonly faults: readonly FindingDraft[];
  /** Undefined when not even a statement list could be found. Statements that are not well-formed are left out. */
  readonly document: PolicyDocument | undefined;
}

/**
 * Reads a policy. Never throws. What is refused here is what IAM refuses as MalformedPolicyDocument; what is merely useless or
 * doubtful passes, and the linter speaks of it. Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function readPolicy(text: string, kind: PolicyKind): GrammarResult {
  const faults: FindingDraft[] = [];
  const report = reportTo(faults);
  const parsed = parseJson(text);
  if ('error' in parsed) {
    report('JSON_SYNTAX_ERROR', parsed.span, parsed.error);
    return { faults, document: undefined };
  }
  const { node } = parsed;
  if (node.type !== 'object') {
    report('DATA_TYPE_MISMATCH', node, 'Object');
    return { faults, document: undefined };
  }
  reportUnknownElements(node, ['Version', 'Id', 'Statement'], report);
  readString(findMember(node, 'Id')?.value, report);
  const version = readVersion(findMember(node, 'Version')?.value, report);
  const statements = readStatements(node, kind, report);
  return { faults, document: { text, version, statements, span: node } };
}

function readVersion(node: JsonNode | undefined, report: Report): PolicyVersion | undefined {
  const version = readString(node, report);
  if (version === undefined) return undefined;
  if (version.value === '2012-10-17' || version.value === '2008-10-17') return version.value;
  report('INVALID_VERSION', version.span, version.value);
  return undefined;
}

function readStatements(policy: JsonObject, kind: PolicyKind, report: Report): Statement[] {
  const node = findMember(policy, 'Statement')?.value;
  const nodes = node?.type === 'array' ? node.items : node === undefined ? [] : [node];
  if (nodes.length === 0) report('MISSING_STATEMENT', node ?? policy);
  const statements: Statement[] = [];
  for (const [index, item] of nodes.entries()) {
    if (item.type !== 'object') {
      report('DATA_TYPE_MISMATCH', item, 'Object');
      continue;
    }
    const statement = readStatement(item, index, kind, report);
    if (statement !== undefined) statements.push(statement);
  }
  reportRepeatedSids(statements, report);
  return statements;
}

function readStatement(node: JsonObject, index: number, kind: PolicyKind, report: Report): Statement | undefined {
  reportUnknownElements(node, statementElements, report);
  const sid = readSid(node, report);
  const effect = readEffect(node, report);
  const principal = readPrincipal(node, kind, report);
  const action = readAction(node, kind, report);
  const resource = readResource(node, kind, report);
  const conditionNode = findMember(node, 'Condition')?.value;
  const conditions = readConditions(conditionNode, report);
  if (effect === undefined || action === undefined || (kind !== 'trust' && resource === undefined)) return undefined;
  return { index, sid, effect, principal, action, resource, conditions, conditionSpan: conditionNode, span: node };
}

const statementElements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function readSid(statement: JsonObject, report: Report): Sourced | undefined {
  const sid = readString(findMember(statement, 'Sid')?.value, report);
  if (sid !== undefined && !/^[A-Za-z0-9]*$/.test(sid.value)) report('UNSUPPORTED_SID', sid.span);
  return sid;
}

function readEffect(statement: JsonObject, report: Report): Effect | undefined {
  const node = findMember(statement, 'Effect')?.value;
  if (node === undefined) report('MISSING_EFFECT', statement);
  const effect = readString(node, report);
  if (effect === undefined) return undefined;
  if (effect.value === 'Allow' || effect.value === 'Deny') return effect.value;
  report('INVALID_EFFECT', effect.span, effect.value);
  return undefined;
}

function readAction(statement: JsonObject, kind: PolicyKind, report: Report): ListElement | undefined {
  const element = readEither(statement, 'Action', 'NotAction', report);
  if (element === undefined) {
    report('MISSING_ACTION', statement);
    return undefined;
  }
  for (const { value, span } of element.values) {
    if (value !== '*' && !/^[^:]+:./s.test(value)) report('INVALID_ACTION', span, value, ' Actions must be prefaced by a vendor.');
    else if (kind === 'trust' && !/^sts:/i.test(value)) {
      report('INVALID_ACTION', span, value, ' A trust policy may only specify STS AssumeRole actions.');
    }
  }
  return element;
}

function readResource(statement: JsonObject, kind: PolicyKind, report: Report): ListElement | undefined {
  const element = readEither(statement, 'Resource', 'NotResource', report);
  if (kind === 'trust') {
    // The resource of a trust policy is the role that carries it: "Has prohibited field Resource".
    if (element !== undefined) report('INVALID_POLICY_ELEMENT', element.span, element.isNegated ? 'NotResource' : 'Resource');
    return undefined;
  }
  if (element === undefined) {
    report('MISSING_RESOURCE', statement);
    return undefined;
  }
  for (const { value, span } of element.values) {
    if (value === '*') continue;
    if (!value.startsWith('arn:')) report('INVALID_ARN_PREFIX', span);
    else if (value.split(':').length < 6 && !value.endsWith('*')) report('MISSING_ARN_FIELD', span);
  }
  return element;
}

/** Reads an element or its Not… twin; both together are an error. Undefined when neither is there. */
function readEither(statement: JsonObject, name: string, negatedName: string, report: Report): ListElement | undefined {
  const plain = findMember(statement, name);
  const negated = findMember(statement, negatedName);
  if (plain !== undefined && negated !== undefined) report('UNSUPPORTED_ELEMENT_COMBINATION', negated.key, name, negatedName);
  const member = plain ?? negated;
  if (member === undefined) return undefined;
  const nodes = member.value.type === 'array' ? member.value.items : [member.value];
  const values = nodes.map((node) => readString(node, report)).filter((value) => value !== undefined);
  return { isNegated: plain === undefined, values, span: member.value };
}

function reportRepeatedSids(statements: readonly Statement[], report: Report): void {
  const seen = new Set<string>();
  for (const { sid } of statements) {
    // An empty Sid is no Sid; the linter suggests a better one.
    if (sid === undefined || sid.value === '') continue;
    if (seen.has(sid.value)) report('UNIQUE_SIDS_REQUIRED', sid.span);
    seen.add(sid.value);
  }
}

/** Reports members whose names are not among `names`. Names of elements are case-sensitive. */
function reportUnknownElements(node: JsonObject, names: readonly string[], report: Report): void {
  for (const { key } of node.members) if (!names.includes(key.value)) report('INVALID_POLICY_ELEMENT', key, key.value);
}
