import { parseJson, type JsonNode } from '../parse.ts';

/**
 * One step from the whole policy to a part of it, in the words of Access Analyzer's `PathElement`: the value of a key, an item
 * of a list, the key itself, or a part of a string.
 */
export type PathElement =
  | { readonly value: string }
  | { readonly index: number }
  | { readonly key: string }
  | { readonly substring: { readonly start: number; readonly length: number } };

/** The way to the smallest part of a policy text that holds the text from `offset` on; empty for what is no JSON. */
export function locate(text: string, offset: number, length: number): PathElement[] {
  const parsed = parseJson(text);
  return 'error' in parsed ? [] : walk(parsed.node, offset, offset + length);
}

function walk(node: JsonNode, start: number, end: number): PathElement[] {
  if (node.start === start && node.end === end) return [];
  switch (node.type) {
    case 'object':
      for (const { key, value } of node.members) {
        if (key.start === start && key.end === end) return [{ key: key.value }];
        if (value.start <= start && end <= value.end) return [{ value: key.value }, ...walk(value, start, end)];
        // From the key to the end of its value: the member as a whole.
        if (key.start <= start && end <= value.end) return [{ value: key.value }];
      }
      return [];
    case 'array': {
      const index = node.items.findIndex((item) => item.start <= start && end <= item.end);
      const item = node.items[index];
      return item === undefined ? [] : [{ index }, ...walk(item, start, end)];
    }
    case 'string':
      return [{ substring: { start: start - node.start - 1, length: end - start } }];
    case 'number':
    case 'boolean':
    case 'null':
      return [];
  }
}
