import { findMember } from '../grammar/nodes.ts';
import { parseJson, type JsonNode, type JsonObject, type Span } from '../parse.ts';

/** Text to put in place of a range of a policy's text. All that is around it stays as its author wrote it. */
export interface Edit extends Span {
  readonly text: string;
}

/** The text with one edit made. */
export function applyEdit(text: string, edit: Edit): string {
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** Where the statements of a policy stand: the Statement element, and each statement in it. */
export interface StatementNodes {
  readonly list: JsonNode;
  readonly items: readonly JsonObject[];
}

/** The statements of a policy text that has been compiled, which is why they are where they must be; undefined otherwise. */
export function findStatementNodes(text: string): StatementNodes | undefined {
  const parsed = parseJson(text);
  if ('error' in parsed || parsed.node.type !== 'object') return undefined;
  const list = findMember(parsed.node, 'Statement')?.value;
  if (list === undefined) return undefined;
  const nodes = list.type === 'array' ? list.items : [list];
  return { list, items: nodes.filter((node) => node.type === 'object') };
}

/** Puts values at the end of a list, in the manner of those before; a single value becomes a list. */
export function addItems(text: string, list: JsonNode, items: readonly unknown[]): Edit {
  if (list.type !== 'array') return wrap(text, list, items);
  const last = list.items.at(-1);
  if (last === undefined) return { start: list.start, end: list.end, text: JSON.stringify(items) };
  const [first = last, second] = list.items;
  const before = text.slice(list.start + 1, first.start);
  const gap = second === undefined ? `,${before === '' ? ' ' : before}` : text.slice(first.end, second.start);
  return { start: last.end, end: last.end, text: items.map((item) => gap + print(item, gap)).join('') };
}

/** Takes one item out of a list of several. */
export function removeItem(items: readonly JsonNode[], index: number): Edit | undefined {
  const [item, before, after] = [items[index], items[index - 1], items[index + 1]];
  if (item === undefined) return undefined;
  if (before !== undefined) return { start: before.end, end: item.end, text: '' };
  return after && { start: item.start, end: after.start, text: '' };
}

/** Gives a member of an object another name and another value. */
export function replaceMember(node: JsonObject, name: string, newName: string, value: unknown): Edit | undefined {
  const member = findMember(node, name);
  return member && { start: member.key.start, end: member.value.end, text: `${JSON.stringify(newName)}: ${JSON.stringify(value)}` };
}

function wrap(text: string, node: JsonNode, items: readonly unknown[]): Edit {
  const parts = [text.slice(node.start, node.end), ...items.map((item) => JSON.stringify(item))];
  return { start: node.start, end: node.end, text: `[${parts.join(', ')}]` };
}

/** JSON as the surroundings are written: on several lines where items have lines of their own. */
function print(item: unknown, gap: string): string {
  const indent = /\n([ \t]*)$/.exec(gap)?.[1];
  return indent === undefined ? JSON.stringify(item) : JSON.stringify(item, undefined, 2).replaceAll('\n', `\n${indent}`);
}
