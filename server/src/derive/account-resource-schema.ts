import { z } from 'zod';
import { AccountResource } from '../shapes/resource.ts';

/** `account-resource.schema.json`: JSON Schema of an account's document, which editors check and complete files by. */
export function accountResourceSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(AccountResource, {
    io: 'output',
    override({ zodSchema, jsonSchema }) {
      // Names of shapes are nothing to an editor; by the other one a file says what it is.
      delete jsonSchema.id;
      if (zodSchema === AccountResource) jsonSchema.properties = { $schema: { type: 'string' }, ...jsonSchema.properties };
    },
  });
  return {
    $schema,
    title: 'An account of Amazon Chime as one document',
    description: 'As GetAccountResource answers it, and ValidateAccountResource and UpdateAccountResource take it.',
    ...schema,
  };
}
