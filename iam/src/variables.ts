import { anyOne, star, tokenizeGlob, type PatternToken } from './tokens.ts';

/** `${key}` or `${key, 'default'}` in a policy value. */
export interface Variable {
  /** The condition key, lower-cased: variable names ignore case. */
  readonly key: string;
  readonly fallback: string | undefined;
}

/** What is wrong with the text between `${` and `}`; such a variable never resolves. */
export type VariableFault =
  | 'MISSING_QUOTE_IN_VARIABLE'
  | 'UNSUPPORTED_SPACE_IN_VARIABLE'
  | 'EMPTY_VARIABLE'
  | 'UNSUPPORTED_SYMBOL_IN_VARIABLE';

/** One step of a policy value: a pattern token, or a variable to be replaced when a request is known. */
export type TemplateToken = PatternToken | Variable;

/** A policy value split into literal text, wildcards and variables. */
export interface Template {
  /** As written in the policy. */
  readonly source: string;
  readonly tokens: readonly TemplateToken[];
  readonly hasVariables: boolean;
  readonly faults: readonly VariableFault[];
  /** A `${` has no `}`: it is literal text (decision 0003), and reported when linted. */
  readonly isUnterminated: boolean;
}

/** Finds the value of a condition key (lower-cased): undefined when the request has none, null when it cannot be a variable. */
export type VariableLookup = (key: string) => string | null | undefined;

/**
 * Splits a policy value. Variables exist only under Version 2012-10-17; under 2008-10-17 `${aws:username}` is plain text.
 * `${*}`, `${?}` and `${$}` stand for those characters themselves.
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function parseTemplate(source: string, withVariables: boolean): Template {
  if (!withVariables || !source.includes('${')) {
    return { source, tokens: tokenizeGlob(source), hasVariables: false, faults: [], isUnterminated: false };
  }
  const tokens: TemplateToken[] = [];
  const faults: VariableFault[] = [];
  let isUnterminated = false;
  let from = 0;
  for (let open = source.indexOf('${'); open !== -1; open = source.indexOf('${', from)) {
    const read = readVariable(source, open + 2);
    if (read === undefined) {
      isUnterminated = true;
      break;
    }
    tokens.push(...tokenizeGlob(source.slice(from, open)), read.token);
    if (read.fault !== undefined) faults.push(read.fault);
    from = read.end;
  }
  tokens.push(...tokenizeGlob(source.slice(from)));
  return { source, tokens: joinText(tokens), hasVariables: tokens.some(isVariable), faults, isUnterminated };
}

/** Replaces the variables; undefined when one of them has no value to put in. What is put in is literal text. */
export function resolveTemplate(template: Template, lookup: VariableLookup): readonly PatternToken[] | undefined {
  const tokens: PatternToken[] = [];
  for (const token of template.tokens) {
    if (!isVariable(token)) {
      tokens.push(token);
      continue;
    }
    const found = lookup(token.key);
    const value = found === undefined ? token.fallback : found;
    if (value === undefined || value === null) return undefined;
    tokens.push(value);
  }
  return tokens;
}

/** The tokens as text, wildcards being the characters they are written with: how operators without patterns see a value. */
export function tokensText(tokens: readonly PatternToken[]): string {
  return tokens.map((token) => (token === star ? '*' : token === anyOne ? '?' : token)).join('');
}

/** The variables of a template, in order. */
export function listVariables(template: Template): Variable[] {
  return template.tokens.filter(isVariable);
}

/** Tells a variable from the other tokens. */
export function isVariable(token: TemplateToken): token is Variable {
  return typeof token === 'object';
}

interface VariableRead {
  readonly token: Variable | string;
  readonly fault: VariableFault | undefined;
  readonly end: number;
}

/** Reads what follows `${` at `start`; undefined when nothing closes it. */
function readVariable(source: string, start: number): VariableRead | undefined {
  const close = source.indexOf('}', start);
  if (close === -1) return undefined;
  const name = source.slice(start, close);
  if (name === '*' || name === '?' || name === '$') return { token: name, fault: undefined, end: close + 1 };
  const comma = name.indexOf(',');
  if (comma === -1) return { token: { key: name.toLowerCase(), fallback: undefined }, fault: findNameFault(name), end: close + 1 };
  return readDefault(source, start, start + comma, close);
}

/** Reads `, 'default'}`. The default may contain `}`, so its end is the quote, not the first brace. */
function readDefault(source: string, start: number, comma: number, close: number): VariableRead {
  const name = source.slice(start, comma);
  let open = comma + 1;
  while (source[open] === ' ') open += 1;
  let end = source.indexOf("'", open + 1);
  const fallback = source.slice(open + 1, end);
  if (source[open] === "'" && end !== -1) {
    do end += 1;
    while (source[end] === ' ');
    const token: Variable = { key: name.toLowerCase(), fallback };
    if (source[end] === '}') return { token, fault: findNameFault(name), end: end + 1 };
  }
  return { token: { key: unresolvableKey, fallback: undefined }, fault: 'MISSING_QUOTE_IN_VARIABLE', end: close + 1 };
}

/** No request carries this key, so a malformed variable resolves to nothing. */
const unresolvableKey = '';

function findNameFault(name: string): VariableFault | undefined {
  if (name === '') return 'EMPTY_VARIABLE';
  if (/\s/.test(name)) return 'UNSUPPORTED_SPACE_IN_VARIABLE';
  return /[*?${}'"]/.test(name) ? 'UNSUPPORTED_SYMBOL_IN_VARIABLE' : undefined;
}

/** Joins neighbouring literals, which `${*}` and text around a plain `$` leave behind. */
function joinText(tokens: readonly TemplateToken[]): TemplateToken[] {
  const joined: TemplateToken[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (typeof token === 'string' && typeof last === 'string') joined[joined.length - 1] = last + token;
    else joined.push(token);
  }
  return joined;
}
