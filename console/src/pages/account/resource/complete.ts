import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { resolve, type Schema } from './check.ts';
import { findPosition } from './json-places.ts';

/** What may stand at a place of an account's document, by its schema. */
export function completeBy(root: Schema): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const word = context.matchBefore(/"?[\w$.-]*$/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const text = context.state.doc.toString();
    const { path, isName, taken } = findPosition(text, context.pos);
    const schema = schemaAt(root, path);
    if (!schema) return null;
    const isQuoted = word.text.startsWith('"');
    // The closing quote that is there already is written once.
    const to = isQuoted && text[context.pos] === '"' ? context.pos + 1 : context.pos;
    const options = isName ? toNames(root, schema, taken) : toValues(schema);
    return options.length === 0 ? null : { from: word.from, to, options, filter: true };
  };
}

function schemaAt(root: Schema, path: readonly string[]): Schema | undefined {
  let schema: Schema | undefined = resolve(root, root);
  for (const part of path) {
    const next: Schema | undefined = schema?.type === 'array' ? schema.items : schema?.properties?.[part];
    schema = next && resolve(root, next);
  }
  return schema;
}

const blanks: Readonly<Record<NonNullable<Schema['type']>, string>> = {
  object: '{}',
  array: '[]',
  string: '""',
  integer: '0',
  boolean: 'false',
};

function toNames(root: Schema, schema: Schema, taken: readonly string[]): Completion[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !taken.includes(name))
    .map(([name, member]) => {
      const { type, description, enum: choices } = resolve(root, member);
      const blank = choices?.[0] === undefined ? blanks[type ?? 'string'] : `"${choices[0]}"`;
      return {
        label: `"${name}"`,
        apply: `"${name}": ${blank}`,
        type: 'property',
        ...(description !== undefined && { info: description }),
      };
    });
}

function toValues({ type, enum: choices }: Schema): Completion[] {
  if (type === 'boolean') return ['true', 'false'].map((label) => ({ label, type: 'keyword' }));
  return (choices ?? []).map((choice) => ({ label: `"${choice}"`, type: 'enum' }));
}
