import { refusal } from './scim-error.ts';

/** A filter as RFC 7644, section 3.4.2.2, writes it; names are not looked up yet. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'compare'; readonly path: string; readonly operator: Operator; readonly value: Literal }
  | { readonly kind: 'present'; readonly path: string }
  /** All of `filter` must hold for one element of the list. */
  | { readonly kind: 'element'; readonly path: string; readonly filter: Filter };

export type Operator = (typeof operators)[number];
export type Literal = string | number | boolean | null;

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;

/** Bytes of a filter. */
export const filterBytesMax = 4 * 1024;
/** Parentheses, brackets and negations within each other. */
const depthMax = 20;
/** Comparisons of one filter. */
const termsMax = 64;

/** Throws ScimError (`invalidFilter`, or `tooMany` beyond the limits). */
export function parseFilter(text: string): Filter {
  if (Buffer.byteLength(text) > filterBytesMax) {
    throw refusal('tooMany', `The filter is longer than ${filterBytesMax} bytes. Ask in several requests.`);
  }
  const parser = new FilterParser(text);
  const filter = parser.disjunction(0);
  parser.end();
  return filter;
}

/** The path of a PATCH operation: an attribute, perhaps the elements of it that are meant, perhaps a part of them. */
export interface PatchPath {
  readonly attribute: string;
  readonly filter: Filter | undefined;
  readonly sub: string | undefined;
}

/** Throws ScimError (`invalidPath`, or `invalidFilter` for what stands in the brackets). */
export function parsePatchPath(text: string): PatchPath {
  const bracket = text.indexOf('[');
  if (bracket === -1) return { attribute: text, filter: undefined, sub: undefined };
  const closing = text.lastIndexOf(']');
  const rest = text.slice(closing + 1);
  if (closing < bracket || !/^(\.[A-Za-z$][\w$-]*)?$/.test(rest))
    throw refusal('invalidPath', `The path ${shorten(text)} is not well-formed.`);
  return {
    attribute: text.slice(0, bracket),
    filter: parseFilter(text.slice(bracket + 1, closing)),
    sub: rest === '' ? undefined : rest.slice(1),
  };
}

const blank = /[ \t]+/y;
const attributeName = /[A-Za-z][\w:.$-]*/y;
const jsonString = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const jsonNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const keyword = /[A-Za-z]+/y;

/** Recursive descent: `and` binds tighter than `or`, `not` tighter than both. */
class FilterParser {
  readonly #text: string;
  #at = 0;
  #terms = 0;

  constructor(text: string) {
    this.#text = text;
  }

  disjunction(depth: number): Filter {
    return this.#chain('or', () => this.#chain('and', () => this.#term(depth)));
  }

  end(): void {
    this.#match(blank);
    if (this.#at < this.#text.length) throw this.#wrong();
  }

  #chain(kind: 'and' | 'or', next: () => Filter): Filter {
    const filters = [next()];
    while (this.#takeKeyword(kind)) filters.push(next());
    const [only] = filters;
    return filters.length === 1 && only ? only : { kind, filters };
  }

  #term(depth: number): Filter {
    if (depth > depthMax) throw refusal('tooMany', `The filter is nested more than ${depthMax} deep.`);
    this.#match(blank);
    if (this.#take('(')) return this.#closed(')', depth);
    const before = this.#at;
    if (this.#takeKeyword('not')) {
      this.#match(blank);
      if (this.#take('(')) return { kind: 'not', filter: this.#closed(')', depth) };
      this.#at = before;
    }
    const path = this.#match(attributeName);
    if (path === undefined) throw this.#wrong();
    if (this.#take('[')) return this.#elements(path, depth);
    return this.#comparison(path);
  }

  /** `emails[type eq "work"]`, and what identity providers also send: `emails[type eq "work"].value eq "…"`. */
  #elements(path: string, depth: number): Filter {
    const filter = this.#closed(']', depth);
    if (!this.#take('.')) return { kind: 'element', path, filter };
    const sub = this.#match(attributeName);
    if (sub === undefined) throw this.#wrong();
    return { kind: 'element', path, filter: { kind: 'and', filters: [filter, this.#comparison(sub)] } };
  }

  #closed(bracket: ')' | ']', depth: number): Filter {
    const filter = this.disjunction(depth + 1);
    this.#match(blank);
    if (!this.#take(bracket)) throw this.#wrong();
    return filter;
  }

  #comparison(path: string): Filter {
    this.#terms += 1;
    if (this.#terms > termsMax) throw refusal('tooMany', `The filter has more than ${termsMax} comparisons.`);
    if (this.#match(blank) === undefined) throw this.#wrong();
    const word = this.#match(keyword)?.toLowerCase();
    if (word === 'pr') return { kind: 'present', path };
    const operator = operators.find((one) => one === word);
    if (!operator || this.#match(blank) === undefined) throw this.#wrong();
    return { kind: 'compare', path, operator, value: this.#literal() };
  }

  #literal(): Literal {
    const quoted = this.#match(jsonString);
    if (quoted !== undefined) {
      if (Array.from(quoted).some((character) => character < ' ')) throw this.#wrong();
      const value = String(JSON.parse(quoted));
      // No value that is stored holds one, and PostgreSQL would not even take it as a parameter.
      if (value.includes('\u0000')) throw this.#wrong();
      return value;
    }
    const digits = this.#match(jsonNumber);
    if (digits !== undefined) return Number(digits);
    const before = this.#at;
    const word = this.#match(keyword)?.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    this.#at = before;
    throw this.#wrong();
  }

  #takeKeyword(word: string): boolean {
    const before = this.#at;
    this.#match(blank);
    if (this.#match(keyword)?.toLowerCase() === word && /[\s(]/.test(this.#text[this.#at] ?? '')) return true;
    this.#at = before;
    return false;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #wrong(): Error {
    return refusal(
      'invalidFilter',
      `The filter is not well-formed at character ${this.#at + 1}: ${shorten(this.#text.slice(this.#at)) || 'it ends too early'}. Values are JSON, so texts stand in double quotes.`,
    );
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
