import type { Sourced } from '../document.ts';
import type { Report } from '../findings.ts';
import type { JsonMember, JsonNode, JsonObject } from '../parse.ts';

/** The string in a node. Another type is reported, absence is not. */
export function readString(node: JsonNode | undefined, report: Report): Sourced | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'string') return { value: node.value, span: node };
  report('DATA_TYPE_MISMATCH', node, 'String');
  return undefined;
}

/** The member of that name. */
export function findMember(node: JsonObject, name: string): JsonMember | undefined {
  return node.members.find(({ key }) => key.value === name);
}
