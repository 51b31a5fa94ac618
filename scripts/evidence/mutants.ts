import { parseSync } from 'oxc-parser';

/** One small change of a source text. */
export interface Mutant {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** What was done, for the list of survivors. */
  readonly what: string;
}

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/**
 * Every mutant of a source file. Left alone is what no test can be about: types, imports, texts for people, names of symbols, and the
 * `?? 0` behind an index that only the compiler asks for.
 */
export function listMutants(file: string, text: string): Mutant[] {
  const mutants: Mutant[] = [];
  const add = (node: Node, replacement: string, what: string, [start, end] = [node.start, node.end]): void => {
    mutants.push({ file, start, end, replacement, what });
  };
  const source = (node: unknown): string => (isNode(node) ? text.slice(node.start, node.end) : '');
  visit(parseSync(file, text).program, (node) => {
    const { type, operator, left, right, test, argument } = node;
    if (type === 'BinaryExpression' || type === 'LogicalExpression' || type === 'AssignmentExpression') {
      if (!isNode(left) || !isNode(right)) return;
      for (const other of operators.get(String(operator)) ?? []) {
        const at = text.indexOf(String(operator), left.end);
        add(node, other, `${String(operator)} → ${other}`, [at, at + String(operator).length]);
      }
      if (type === 'LogicalExpression' && operator === '??' && !isDemanded(node)) add(node, source(left), '?? → left');
    }
    if (type === 'IfStatement' || type === 'ConditionalExpression' || type === 'WhileStatement') {
      if (isNode(test)) add(test, `!(${source(test)})`, 'condition negated');
    }
    if (type === 'ForStatement' && isNode(test)) add(test, 'false', 'loop never entered');
    if (type === 'UnaryExpression' && operator === '!') add(node, source(argument), '! removed');
    if (type === 'UpdateExpression')
      add(
        node,
        source(node).replace(/\+\+|--/, (found) => (found === '++' ? '--' : '++')),
        'counts the other way',
      );
    if (type === 'Literal') for (const [replacement, what] of otherLiterals(node)) add(node, replacement, what);
    if (type === 'CallExpression' && isNode(node['callee'])) mutateCall(node['callee'], text, add);
    if (type === 'ReturnStatement' && isNode(argument) && isBoolean(argument)) add(argument, `!(${source(argument)})`, 'result negated');
    if (type === 'ArrowFunctionExpression' && isNode(node['body']) && isBoolean(node['body']))
      add(node['body'], `!(${source(node['body'])})`, 'result negated');
    if (type === 'ExpressionStatement' && isNode(node['expression']) && node['expression'].type === 'CallExpression')
      add(node, ';', 'call removed');
  });
  return mutants;
}

const operators = new Map([
  ['===', ['!==']],
  ['!==', ['===']],
  ['<', ['<=', '>=']],
  ['<=', ['<', '>']],
  ['>', ['>=', '<=']],
  ['>=', ['>', '<']],
  ['+', ['-']],
  ['-', ['+']],
  ['*', ['/']],
  ['%', ['*']],
  ['&', ['|']],
  ['|', ['&']],
  ['<<', ['>>']],
  ['>>>', ['<<']],
  ['&&', ['||']],
  ['||', ['&&']],
  ['+=', ['-=']],
]);

const otherMethods = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['toLowerCase', 'toUpperCase'],
  ['indexOf', 'lastIndexOf'],
  ['min', 'max'],
  ['max', 'min'],
]);

function mutateCall(callee: Node, text: string, add: (node: Node, replacement: string, what: string) => void): void {
  const { property } = callee;
  if (callee.type !== 'MemberExpression' || !isNode(property)) return;
  const other = otherMethods.get(text.slice(property.start, property.end));
  if (other !== undefined) add(property, other, `${text.slice(property.start, property.end)} → ${other}`);
}

function otherLiterals({ value, raw }: Node): [string, string][] {
  if (typeof value === 'boolean') return [[String(!value), `${value} → ${!value}`]];
  if (typeof value === 'number') return [[`(${String(raw)} + 1)`, `${String(raw)} → +1`]];
  // Sentences are for people.
  if (typeof value === 'string' && value !== '' && !/[A-Za-z] [a-z]/.test(value)) return [["''", `${String(raw)} → ''`]];
  return typeof value === 'string' && value === '' ? [["'x'", "'' → 'x'"]] : [];
}

function isBoolean({ type, operator }: Node): boolean {
  if (type === 'BinaryExpression') return /^[<>=!]/.test(String(operator));
  return type === 'LogicalExpression' ? operator !== '??' : type === 'UnaryExpression' && operator === '!';
}

/** `list[index] ?? 0`: the compiler does not know that the index is in range. */
function isDemanded({ operator, left }: Node): boolean {
  return operator === '??' && isNode(left) && left.type === 'MemberExpression' && left['computed'] === true;
}

function visit(node: unknown, look: (node: Node) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, look);
  if (!isNode(node) || node.type.startsWith('TS') || /^(?:Import|ExportAll)/.test(node.type) || node.type === 'ThrowStatement') return;
  if (node.type === 'CallExpression' && isNode(node['callee']) && node['callee']['name'] === 'Symbol') return;
  look(node);
  if (node.type === 'LogicalExpression' && isDemanded(node)) return visit(node['left'], look);
  for (const [member, value] of Object.entries(node)) {
    // Names of members are no values.
    if (
      member === 'typeAnnotation' ||
      member === 'returnType' ||
      member === 'typeArguments' ||
      (member === 'key' && node['computed'] !== true)
    )
      continue;
    visit(value, look);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}
