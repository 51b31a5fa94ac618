import { invariant } from '../errors.ts';
import type { Operation } from '../operation.ts';
import {
  compare,
  errorsOf,
  inputMembers,
  membersOf,
  outputSchema,
  inputSchema,
  publishedNames,
  publishedPath,
  referredName,
  requiredActions,
  restOperations,
  withoutNull,
  type JsonSchema,
  type RestOperation,
  type Schema,
} from './model.ts';

/** `service-2.json`: the whole service as botocore, and with it the AWS CLI and boto3, reads a model. */
export function botocoreModel(operations: readonly Operation[]): object {
  return {
    version: '2.0',
    metadata: {
      apiVersion: '2018-05-01',
      endpointPrefix: 'chime',
      protocol: 'rest-json',
      serviceFullName: 'Amazon Chime',
      serviceId: 'Chime',
      signatureVersion: 'v4',
      uid: 'chime-2018-05-01',
    },
    ...operationsAndShapes(operations),
    documentation: '<p>The Amazon Chime administration API as Carillon serves it. Carillon is not affiliated with Amazon.</p>',
  };
}

/**
 * `service-2.sdk-extras.json`: the same operations and shapes, for botocore's loader to merge over the model that a
 * client ships with, whatever its version. What the two models share is equal, so merging it changes nothing.
 */
export function botocoreExtras(operations: readonly Operation[]): object {
  return { version: 1, merge: operationsAndShapes(operations) };
}

interface ShapeReference {
  readonly shape: string;
  readonly documentation?: string;
}

export type Shapes = Map<string, object>;

function operationsAndShapes(operations: readonly Operation[]): { operations: object; shapes: object } {
  // Scripts name this one in `except client.exceptions.ForbiddenException`; Carillon never answers it.
  const shapes: Shapes = new Map([['ForbiddenException', errorShape(403)]]);
  const named = restOperations(operations).flatMap((operation) =>
    publishedNames(operation).map((name) => [name, describeOperation(name, operation, shapes)] as const),
  );
  return { operations: sortedObject(named), shapes: sortedObject([...shapes]) };
}

export function sortedObject(entries: readonly (readonly [string, object])[]): object {
  return Object.fromEntries(entries.toSorted(([a], [b]) => compare(a, b)));
}

function describeOperation(name: string, operation: RestOperation, shapes: Shapes): object {
  const { method, operation: literal, status } = operation.binding;
  const input = inputStructure(operation, shapes);
  const output = structure(outputSchema(operation), shapes);
  if (input) define(shapes, `${name}Request`, input);
  // Published responses promise no member: an answer may gain some and, on a 204, has none.
  if (output) define(shapes, `${name}Response`, { type: 'structure', members: output.members });
  const errors = errorsOf(operation);
  for (const { code, status: errorStatus } of errors) define(shapes, code, errorShape(errorStatus));
  return {
    name,
    http: {
      method,
      requestUri: `${publishedPath(operation)}${literal === undefined ? '' : `?operation=${literal}`}`,
      responseCode: status,
    },
    ...(input && { input: { shape: `${name}Request` } }),
    ...(output && { output: { shape: `${name}Response` } }),
    errors: errors.map(({ code }) => ({ shape: code })),
    documentation: documentationOf(operation),
  };
}

/** What an operation does and whom it is allowed, as clients show it. */
export function documentationOf(operation: Operation): string {
  const actions = requiredActions(operation).map((action) => `<code>${action}</code>`);
  const permissions = actions.length === 0 ? 'none' : actions.join(', ');
  return `<p>${escape(operation.summary.replace(/\.$/, ''))}.</p><p>Required permissions: ${permissions}.</p>`;
}

function errorShape(httpStatusCode: number): object {
  return {
    type: 'structure',
    members: { Code: { shape: 'ErrorCode' }, Message: { shape: 'String' } },
    error: { httpStatusCode },
    exception: true,
    ...(httpStatusCode >= 500 && { fault: true }),
  };
}

interface Structure {
  readonly type: 'structure';
  readonly required?: readonly string[];
  readonly members: Record<string, object>;
}

const dryRun = {
  shape: 'DryRun',
  documentation:
    '<p>Rehearses the call: everything is checked and answered as usual, permissions included, and nothing is changed or sent.</p>',
  location: 'header',
  locationName: 'x-carillon-dry-run',
};

function inputStructure(operation: RestOperation, shapes: Shapes): Structure | undefined {
  const plain = structure(inputSchema(operation), shapes);
  const members = { ...plain?.members };
  for (const { name, location, wireName } of inputMembers(operation)) {
    if (location !== 'body') members[name] = { ...members[name], location, locationName: wireName };
    // Clients fill it in by themselves, so that their own retries cannot create twice.
    if (name === 'ClientRequestToken') members[name] = { ...members[name], idempotencyToken: true };
  }
  if (operation.mutates) {
    define(shapes, 'DryRun', { type: 'boolean' });
    members['DryRun'] = dryRun;
  }
  return Object.keys(members).length === 0
    ? undefined
    : { type: 'structure', ...(plain?.required && { required: plain.required }), members };
}

/** Defines the shapes of the members. undefined = a structure without members, which the published model leaves out. */
export function structure(schema: Schema, shapes: Shapes): Structure | undefined {
  const members = membersOf(schema);
  if (members.length === 0) return undefined;
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    type: 'structure',
    ...(required.length > 0 && { required }),
    members: Object.fromEntries(members.map((member) => [member.name, reference(member.schema, schema.named, shapes)])),
  };
}

/** Refers to a schema's shape, and defines the shape. */
function reference(schema: JsonSchema, named: Schema['named'], shapes: Shapes): ShapeReference {
  const present = withoutNull(schema);
  const name = referredName(present);
  const definition = name === undefined ? present : named[name];
  invariant(definition, `zod defines every shape it refers to, ${name} too.`);
  const shape = name ?? anonymousName(definition, named);
  // A scalar without a name of its own is published as its plain type; its limits are the server's affair.
  define(shapes, shape, name === undefined && isScalar(definition) ? { type: scalarType(definition) } : shapeOf(definition, named, shapes));
  return { shape, ...(present.description !== undefined && { documentation: `<p>${escape(present.description)}</p>` }) };
}

function anonymousName(schema: JsonSchema, named: Schema['named']): string {
  if (schema.type === 'array') {
    invariant(
      schema.minItems === undefined && schema.maxItems === undefined,
      `A list with limits needs a name, .meta({ id }): ${JSON.stringify(schema)}`,
    );
    const item = itemsOf(schema);
    return `${referredName(item) ?? anonymousName(item, named)}List`;
  }
  invariant(isScalar(schema) && !schema.enum, `This shape needs a name, .meta({ id }): ${JSON.stringify(schema)}`);
  const type = scalarType(schema);
  return type.charAt(0).toUpperCase() + type.slice(1);
}

function shapeOf(schema: JsonSchema, named: Schema['named'], shapes: Shapes): object {
  const sensitive = schema['sensitive'] === true ? { sensitive: true } : {};
  if (schema.type === 'array') {
    return { type: 'list', member: reference(itemsOf(schema), named, shapes), ...limits(schema.minItems, schema.maxItems) };
  }
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    const key = reference({ type: 'string' }, named, shapes);
    return { type: 'map', key, value: reference(schema.additionalProperties, named, shapes), ...sensitive };
  }
  if (schema.type === 'object') return structure({ root: schema, named }, shapes) ?? { type: 'structure', members: {} };
  if (schema.format === 'date-time') return { type: 'timestamp', timestampFormat: 'iso8601' };
  const pattern = schema.format === 'date' ? '\\d{4}-\\d{2}-\\d{2}' : schema.pattern;
  return {
    type: scalarType(schema),
    ...(schema.enum && { enum: schema.enum }),
    ...limits(schema.minLength ?? schema.minimum, schema.maxLength ?? schema.maximum),
    // The published patterns are those of whole values, without anchors.
    ...(pattern !== undefined && { pattern: pattern.replace(/^\^|\$$/g, '') }),
    ...sensitive,
  };
}

function limits(min: number | undefined, max: number | undefined): object {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  invariant(typeof items === 'object' && !Array.isArray(items), 'The wire has no tuples.');
  return items;
}

function isScalar({ type }: JsonSchema): boolean {
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean';
}

function scalarType({ type }: JsonSchema): string {
  return type === 'number' ? 'double' : String(type);
}

function define(shapes: Shapes, name: string, shape: object): void {
  const known = shapes.get(name);
  invariant(!known || JSON.stringify(known) === JSON.stringify(shape), `Two different shapes have the name ${name}.`);
  shapes.set(name, shape);
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
