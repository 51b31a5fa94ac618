import type { Condition, ConditionValue } from '../document.ts';
import type { Report } from '../findings.ts';
import { parseOperatorName } from '../operators/index.ts';
import type { JsonMember, JsonNode } from '../parse.ts';

/** Reads a Condition element into one condition per operator and key. Operators and keys all have to hold. */
export function readConditions(node: JsonNode | undefined, report: Report): Condition[] {
  if (node === undefined) return [];
  if (node.type !== 'object') {
    report('DATA_TYPE_MISMATCH', node, 'Object');
    return [];
  }
  return node.members.flatMap((member) => readOperator(member, report));
}

function readOperator({ key, value }: JsonMember, report: Report): Condition[] {
  const name = parseOperatorName(key.value);
  if (name.operator === undefined) report('INVALID_CONDITION_OPERATOR', key, key.value);
  else if (name.operator.family === 'Null' && name.ifExists) report('NULL_WITH_IF_EXISTS', key);
  if (value.type !== 'object') {
    report('DATA_TYPE_MISMATCH', value, 'Object');
    return [];
  }
  return value.members.map((member) => readKey({ ...name, span: key }, member, report));
}

function readKey(operator: Condition['operator'], { key, value }: JsonMember, report: Report): Condition {
  if (!/^[^:\s]+:\S/.test(key.value)) report('INVALID_CONDITION_KEY_FORMAT', key);
  const nodes = value.type === 'array' ? value.items : [value];
  const values = nodes.map((node) => readConditionValue(node, report)).filter((read) => read !== undefined);
  const span = { start: key.start, end: value.end };
  return { operator, key: { value: key.value, span: key }, values, span };
}

function readConditionValue(node: JsonNode, report: Report): ConditionValue | undefined {
  switch (node.type) {
    case 'string':
      return { type: 'string', value: node.value, span: node };
    case 'number':
      return { type: 'number', value: node.text, span: node };
    case 'boolean':
      return { type: 'boolean', value: String(node.value), span: node };
    case 'null':
    case 'array':
    case 'object':
      report('DATA_TYPE_MISMATCH', node, 'String');
      return undefined;
  }
}
