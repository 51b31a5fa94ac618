import { jsonLanguage } from '@codemirror/lang-json';

type SyntaxNode = ReturnType<typeof jsonLanguage.parser.parse>['topNode'];

/** A place in a text: offsets, and the line that it begins on, from 1. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

/** What a text of JSON holds, or why it is none, and where. */
export type ReadJson = { readonly value: unknown } | { readonly fault: Place & { readonly message: string } };

/** Reads JSON. Where it is none, the place comes from the grammar: browsers tell it in different words, and some not at all. */
export function readJson(text: string): ReadJson {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return { fault: findFault(text) };
  }
}

function findFault(text: string): Place & { message: string } {
  const cursor = jsonLanguage.parser.parse(text).cursor();
  do {
    if (cursor.type.isError) return { ...toPlace(text, cursor.from, cursor.to), message: describe(text, cursor.node) };
  } while (cursor.next());
  return {
    ...toPlace(text, text.length, text.length),
    message: 'This is no JSON. It takes double quotes around names and texts, and nothing after the last bracket.',
  };
}

function describe(text: string, { from, to, prevSibling, parent }: SyntaxNode): string {
  const found = text.slice(from, to);
  const next = found === '' ? text.slice(from).trimStart().slice(0, 1) : found.slice(0, 20);
  const inside =
    parent?.name === 'Property'
      ? `after ${parent.firstChild ? text.slice(parent.firstChild.from, parent.firstChild.to) : 'the name'}`
      : 'here';
  if (next === '') return 'The document ends too early: a bracket is not closed.';
  if (next.startsWith("'")) return 'JSON takes double quotes, not single ones.';
  if (next.startsWith('/') || next.startsWith('#')) return 'JSON has no comments. Take it out.';
  if (prevSibling?.name === ',' && /[\]}]/.test(next)) return `There is a comma too many before ${next}.`;
  if (parent?.name === 'Property') return `A value is missing ${inside}, or is no JSON: ${next}`;
  return `This does not belong ${inside}: ${next}. Is a comma missing before it, or a bracket?`;
}

function toPlace(text: string, from: number, to: number): Place {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < from; at = text.indexOf('\n', at + 1)) line++;
  return { from, to: Math.max(to, Math.min(from + 1, text.length)), line };
}

/** Where in the text the value of a JSON pointer stands; whatever of it is not there is left out. */
export function findPlace(text: string, pointer: string): Place {
  let node = jsonLanguage.parser.parse(text).topNode.firstChild;
  let name: SyntaxNode | null = null;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const found: Found | undefined = node ? step(text, node, key) : undefined;
    if (!found) break;
    ({ node, name } = found);
  }
  if (!node) return toPlace(text, 0, 0);
  // All of a long value would be one long mark: its name says where it is.
  const isLong = text.slice(node.from, node.to).includes('\n');
  const marked = isLong ? name : node;
  return marked ? toPlace(text, marked.from, marked.to) : toPlace(text, node.from, node.from + 1);
}

interface Found {
  readonly node: SyntaxNode;
  /** Of a member of an object. */
  readonly name: SyntaxNode | null;
}

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function step(text: string, node: SyntaxNode, key: string): Found | undefined {
  if (node.name === 'Array') {
    const item = children(node).filter((child) => values.has(child.name))[Number(key)];
    return item && { node: item, name: null };
  }
  // Of members of one name the last counts.
  const property = children(node).findLast((child) => child.name === 'Property' && readName(text, child) === key);
  if (!property) return undefined;
  const name = property.getChild('PropertyName');
  const value = children(property).find((child) => values.has(child.name));
  return { node: value ?? property, name };
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

/** The name of a property; undefined while it is being written. */
function readName(text: string, property: SyntaxNode): string | undefined {
  const name = property.getChild('PropertyName');
  if (!name) return undefined;
  try {
    const read: unknown = JSON.parse(text.slice(name.from, name.to));
    return typeof read === 'string' ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Where in a document a position is. */
export interface Position {
  /** Names and numbers of what encloses it, outermost first. */
  readonly path: readonly string[];
  /** Whether the name of a member belongs there, and not a value. */
  readonly isName: boolean;
  /** Names that the object has already. */
  readonly taken: readonly string[];
}

/** What stands at a position of a text, as far as it is JSON by now. */
export function findPosition(text: string, at: number): Position {
  const path: string[] = [];
  const start = jsonLanguage.parser.parse(text).resolveInner(at, -1);
  let isName = start.name === 'PropertyName' || start.name === 'Object';
  let object: SyntaxNode | undefined;
  for (let node: SyntaxNode | null = start; node; node = node.parent) {
    const { parent } = node;
    if (node.name === 'Object') object ??= node;
    // Behind the colon, where no value is yet.
    if (node === start && node.name === 'Property') path.unshift(readName(text, node) ?? '');
    if (parent?.name === 'Property' && node.name !== 'PropertyName') path.unshift(readName(text, parent) ?? '');
    if (parent?.name === 'Array')
      path.unshift(String(children(parent).filter((child) => values.has(child.name) && child.to <= (node?.from ?? 0)).length));
  }
  // A text that stands where a name belongs is no name yet as long as no colon follows it.
  if (start.type.isError || start.name === 'JsonText') isName = object !== undefined && start.parent?.name === 'Object';
  const taken = object ? children(object).flatMap((child) => (child.name === 'Property' ? [readName(text, child) ?? ''] : [])) : [];
  return { path, isName, taken };
}
