/** As much of JSON Schema as the document of an account takes. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

/** What is wrong with a value by its schema. */
export interface Fault {
  /** JSON pointer. */
  readonly path: string;
  readonly message: string;
}

/** Told of at most: a document with more is of another kind. */
const faultsMax = 50;

/** What keeps a document from being one of an account's: kinds of values, members that are missing, members that no account has. */
export function checkDocument(root: Schema, value: unknown): readonly Fault[] {
  return check(root, root, value, '').slice(0, faultsMax);
}

/** What a reference leads to. */
export function resolve(root: Schema, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target ? resolve(root, { ...target, ...(schema.description !== undefined && { description: schema.description }) }) : schema;
}

function check(root: Schema, given: Schema, value: unknown, path: string): Fault[] {
  const schema = resolve(root, given);
  const where = path === '' ? 'The document' : (path.split('/').at(-1) ?? path);
  const fault = (message: string): Fault[] => [{ path, message }];
  switch (schema.type) {
    case 'object':
      return isObject(value) ? checkMembers(root, schema, value, path) : fault(`${where} has to be an object: { … }.`);
    case 'array':
      if (!Array.isArray(value)) return fault(`${where} has to be a list: [ … ].`);
      if (value.length > (schema.maxItems ?? Infinity)) return fault(`${where} has more than ${schema.maxItems} entries.`);
      return value.flatMap((item, index) => check(root, schema.items ?? {}, item, `${path}/${index}`));
    case 'boolean':
      return typeof value === 'boolean' ? [] : fault(`${where} has to be true or false.`);
    case 'integer':
      return checkNumber(schema, value, where).flatMap(fault);
    case 'string':
      return checkText(schema, value, where).flatMap(fault);
    case undefined:
      return [];
    default:
      return schema.type satisfies never;
  }
}

function checkMembers(root: Schema, schema: Schema, value: Readonly<Record<string, unknown>>, path: string): Fault[] {
  const { properties = {}, required = [] } = schema;
  const where = path === '' ? 'The document' : (path.split('/').at(-1) ?? path);
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => ({ path, message: `${where} lacks ${name}.` })),
    ...Object.entries(value).flatMap(([name, member]) => {
      const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (known) return check(root, known, member, pointer);
      const more = Object.keys(properties).filter((one) => !Object.hasOwn(value, one) && one !== '$schema');
      const guess = more.length === 0 ? 'Take it out.' : `Known besides those that are there: ${more.join(', ')}.`;
      return [{ path: pointer, message: `${where} has no member ${name}. ${guess}` }];
    }),
  ];
}

function checkNumber({ minimum = -Infinity, maximum = Infinity }: Schema, value: unknown, where: string): string[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) return [`${where} has to be a whole number.`];
  return value < minimum || value > maximum ? [`${where} has to be from ${minimum} to ${maximum}.`] : [];
}

function checkText(schema: Schema, value: unknown, where: string): string[] {
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  if (typeof value !== 'string') return [`${where} has to be a text in double quotes.`];
  if (schema.enum && !schema.enum.includes(value)) return [`${where} has to be one of ${schema.enum.join(', ')}.`];
  if (value.length < minLength) return [`${where} is too short.`];
  if (value.length > maxLength) return [`${where} is longer than ${maxLength} characters.`];
  return pattern !== undefined && !new RegExp(pattern, 'u').test(value) ? [`${where} is not of the form that is expected: ${value}`] : [];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
