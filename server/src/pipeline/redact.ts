import { z } from 'zod';
import { membersOf, unwrap } from '../shapes/schema.ts';

/** What stands in audit events for a value that its schema marks sensitive; CloudTrail's own wording. */
export const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

type Redactor = (value: unknown) => unknown;

const keep: Redactor = (value) => value;

/**
 * A function that replaces the sensitive parts of values of `schema`, made once per schema. Members the schema does
 * not know are dropped: what nobody declared, nobody declared harmless.
 */
export function createRedactor(schema: z.ZodObject): Redactor {
  return redactorOf(schema) ?? keep;
}

/** The mark may stand on the member or on the shape in it. undefined = nothing under this schema is sensitive, and the value can pass as it is. */
function redactorOf(member: z.core.$ZodType): Redactor | undefined {
  const schema = unwrap(member);
  if (isMarked(member) || isMarked(schema)) return (value) => (value === undefined ? undefined : hidden);
  if (schema instanceof z.ZodArray) {
    const item = redactorOf(schema.element);
    return item && ((value) => (Array.isArray(value) ? value.map(item) : hidden));
  }
  if (schema instanceof z.ZodRecord) {
    const item = redactorOf(schema.valueType);
    return (
      item &&
      ((value) =>
        typeof value === 'object' && value ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, item(one)])) : hidden)
    );
  }
  return schema instanceof z.ZodObject ? objectRedactor(schema) : undefined;
}

function objectRedactor(schema: z.ZodObject): Redactor | undefined {
  const members = membersOf(schema).map(([name, member]) => [name, redactorOf(member)] as const);
  if (members.every(([, redact]) => redact === undefined)) return undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null) return hidden;
    const result: Record<string, unknown> = {};
    for (const [name, redact] of members) {
      const member: unknown = Reflect.get(value, name);
      if (member !== undefined) result[name] = redact ? redact(member) : member;
    }
    return result;
  };
}

function isMarked(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodType && schema.meta()?.['sensitive'] === true;
}
