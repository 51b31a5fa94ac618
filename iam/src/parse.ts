/** A place in a policy text: `line` and `column` from 1, `offset` from 0, in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** The half-open range of text that a node was read from. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A string as written, decoded. */
export interface JsonString extends Span {
  readonly type: 'string';
  readonly value: string;
}

/** A number, kept as written: `9007199254740993` must not lose its last digit. */
export interface JsonNumber extends Span {
  readonly type: 'number';
  readonly text: string;
}

export interface JsonBoolean extends Span {
  readonly type: 'boolean';
  readonly value: boolean;
}

export interface JsonNull extends Span {
  readonly type: 'null';
}

export interface JsonArray extends Span {
  readonly type: 'array';
  readonly items: readonly JsonNode[];
}

/** A member of an object. Members stay a list, so that `__proto__` is a key like any other. */
export interface JsonMember {
  readonly key: JsonString;
  readonly value: JsonNode;
}

export interface JsonObject extends Span {
  readonly type: 'object';
  readonly members: readonly JsonMember[];
}

/** Any JSON value with its place in the text. */
export type JsonNode = JsonString | JsonNumber | JsonBoolean | JsonNull | JsonArray | JsonObject;

/** The outcome of parsing: a tree, or the first offence and where it stands. */
export type ParseResult = { readonly node: JsonNode } | { readonly error: string; readonly span: Span };

/**
 * Parses strict JSON (RFC 8259): no comments, no trailing commas, no duplicate keys, nothing after the value.
 * Never throws. Nesting beyond {@link depthMax} is an error, so that hostile text cannot exhaust the stack.
 */
export function parseJson(text: string): ParseResult {
  const reader: Reader = { text, at: 0, depth: 0, error: undefined };
  skipSpace(reader);
  const node = readValue(reader);
  skipSpace(reader);
  if (node !== undefined && reader.at < text.length) fail(reader, `Unexpected text after the end of the policy.`, reader.at);
  if (reader.error !== undefined) return reader.error;
  return node === undefined ? { error: 'The policy is empty.', span: { start: 0, end: 0 } } : { node };
}

/** The line and column of an offset. Scans the text: for the few places that end up in a message. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line += 1;
    lineStart = next + 1;
  }
  return { line, column: offset - lineStart + 1, offset };
}

/** The deepest nesting accepted. A policy needs six levels. */
export const depthMax = 32;

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  error: { readonly error: string; readonly span: Span } | undefined;
}

/** Records the first error only, and returns undefined so that callers can unwind with `return fail(…)`. */
function fail(reader: Reader, error: string, start: number): undefined {
  reader.error ??= { error, span: { start, end: Math.min(start + 1, reader.text.length) } };
  return undefined;
}

function skipSpace(reader: Reader): void {
  for (;;) {
    const code = reader.text.charCodeAt(reader.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    reader.at += 1;
  }
}

function readValue(reader: Reader): JsonNode | undefined {
  const start = reader.at;
  const character = reader.text[start];
  switch (character) {
    case undefined:
      return fail(reader, 'The text ends where a value was expected.', start);
    case '{':
      return readNested(reader, readObject);
    case '[':
      return readNested(reader, readArray);
    case '"':
      return readString(reader);
    case 't':
      return readWord(reader, 'true') ? { type: 'boolean', value: true, start, end: reader.at } : undefined;
    case 'f':
      return readWord(reader, 'false') ? { type: 'boolean', value: false, start, end: reader.at } : undefined;
    case 'n':
      return readWord(reader, 'null') ? { type: 'null', start, end: reader.at } : undefined;
    default:
      return readNumber(reader);
  }
}

function readNested(reader: Reader, read: (reader: Reader) => JsonNode | undefined): JsonNode | undefined {
  if (reader.depth === depthMax) return fail(reader, `The text is nested deeper than ${depthMax} levels.`, reader.at);
  reader.depth += 1;
  const node = read(reader);
  reader.depth -= 1;
  return node;
}

function readObject(reader: Reader): JsonObject | undefined {
  const start = reader.at;
  const members: JsonMember[] = [];
  const names = new Set<string>();
  reader.at += 1;
  skipSpace(reader);
  while (reader.text[reader.at] !== '}') {
    if (members.length > 0 && !readSeparator(reader, ',', '}')) return undefined;
    if (reader.text[reader.at] !== '"') return fail(reader, 'A key in double quotes was expected.', reader.at);
    const key = readString(reader);
    if (key === undefined) return undefined;
    if (names.has(key.value)) return fail(reader, `The key "${key.value}" appears twice in one object.`, key.start);
    names.add(key.value);
    skipSpace(reader);
    if (!readSeparator(reader, ':')) return undefined;
    const value = readValue(reader);
    if (value === undefined) return undefined;
    members.push({ key, value });
    skipSpace(reader);
  }
  reader.at += 1;
  return { type: 'object', members, start, end: reader.at };
}

function readArray(reader: Reader): JsonArray | undefined {
  const start = reader.at;
  const items: JsonNode[] = [];
  reader.at += 1;
  skipSpace(reader);
  while (reader.text[reader.at] !== ']') {
    if (items.length > 0 && !readSeparator(reader, ',', ']')) return undefined;
    const item = readValue(reader);
    if (item === undefined) return undefined;
    items.push(item);
    skipSpace(reader);
  }
  reader.at += 1;
  return { type: 'array', items, start, end: reader.at };
}

/** Reads `,` or `:` and the space after it. */
function readSeparator(reader: Reader, separator: string, closing?: string): boolean {
  if (reader.text[reader.at] !== separator) {
    fail(reader, closing === undefined ? `"${separator}" was expected.` : `"${separator}" or "${closing}" was expected.`, reader.at);
    return false;
  }
  reader.at += 1;
  skipSpace(reader);
  return true;
}

function readWord(reader: Reader, word: string): boolean {
  if (!reader.text.startsWith(word, reader.at)) {
    fail(reader, 'A value was expected.', reader.at);
    return false;
  }
  reader.at += word.length;
  return true;
}

function readNumber(reader: Reader): JsonNumber | undefined {
  const start = reader.at;
  let end = start;
  while (end < reader.text.length && numberCharacters.includes(reader.text.charAt(end))) end += 1;
  const text = reader.text.slice(start, end);
  if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/.test(text)) return fail(reader, 'A value was expected.', start);
  reader.at = end;
  return { type: 'number', text, start, end };
}

const numberCharacters = '0123456789-+.eE';

function readString(reader: Reader): JsonString | undefined {
  const { text } = reader;
  const start = reader.at;
  let value = '';
  let from = start + 1;
  for (let at = from; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      reader.at = at + 1;
      return { type: 'string', value: value + text.slice(from, at), start, end: reader.at };
    }
    if (Number.isNaN(code)) return fail(reader, 'The string has no closing quote.', start);
    if (code < 0x20) return fail(reader, 'A control character in a string must be escaped.', at);
    if (code === 0x5c) {
      const escaped = findEscape(text, at);
      if (escaped === undefined) return fail(reader, 'The escape sequence is not valid JSON.', at);
      value += text.slice(from, at) + escaped.value;
      at += escaped.length - 1;
      from = at + 1;
    }
  }
}

function findEscape(text: string, at: number): { value: string; length: number } | undefined {
  const character = text[at + 1];
  if (character === 'u') {
    const digits = text.slice(at + 2, at + 6);
    return /^[0-9a-fA-F]{4}$/.test(digits) ? { value: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 } : undefined;
  }
  const value = character === undefined ? undefined : simpleEscapes.get(character);
  return value === undefined ? undefined : { value, length: 2 };
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
