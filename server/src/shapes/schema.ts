import { z } from 'zod';

/** The schema inside `.optional()`, `.nullable()` and `.default()`, however many of them are around it. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (!(schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)) return schema;
  const inner: unknown = schema.unwrap();
  return inner instanceof z.ZodType ? unwrap(inner) : schema;
}

/** The members of a structure with their schemas, in order. */
export function membersOf(schema: z.ZodObject): [name: string, schema: z.core.$ZodType][] {
  return Object.entries<z.core.$ZodType>(schema.shape);
}
