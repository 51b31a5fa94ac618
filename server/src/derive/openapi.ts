import { invariant } from '../errors.ts';
import type { Operation } from '../operation.ts';
import {
  compare,
  errorsOf,
  inputMembers,
  inputSchema,
  outputSchema,
  publishedPath,
  requiredActions,
  restOperations,
  type Member,
  type RestOperation,
  type Schema,
} from './model.ts';

/** `openapi.json`: OpenAPI 3.1 of the Chime operations. */
export function openApi(operations: readonly Operation[]): object {
  const components: Components = { schemas: new Map([['ErrorBody', errorBody]]), responses: new Map() };
  const paths = new Map<string, Record<string, object>>();
  for (const operation of restOperations(operations)) {
    const path = documentedPath(operation);
    const item = paths.get(path) ?? {};
    item[operation.binding.method.toLowerCase()] = describeOperation(operation, components);
    paths.set(path, item);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Carillon',
      version: '2018-05-01',
      summary: 'The Amazon Chime administration API, self-hosted. Carillon is not affiliated with Amazon.',
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    security: [{ sigv4: [] }],
    paths: sortedObject(paths),
    components: {
      securitySchemes: { sigv4 },
      headers: { RequestId: { description: 'The id of the request and of its audit event.', schema: { type: 'string' } } },
      parameters: { DryRun: dryRun },
      responses: sortedObject(components.responses),
      schemas: sortedObject(components.schemas),
    },
  };
}

interface Components {
  readonly schemas: Map<string, unknown>;
  readonly responses: Map<string, unknown>;
}

const sigv4 = {
  type: 'apiKey',
  in: 'header',
  name: 'Authorization',
  description: 'AWS Signature Version 4, service `chime`.',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

const dryRun = {
  name: 'x-carillon-dry-run',
  in: 'header',
  required: false,
  description: 'Rehearses the call: everything is checked and answered as usual, permissions included, and nothing is changed or sent.',
  schema: { type: 'boolean' },
};

const errorBody = {
  type: 'object',
  required: ['Code', 'Message'],
  properties: { Code: { type: 'string' }, Message: { type: 'string', description: 'What went wrong, why, and what to do next.' } },
};

const requestId = { 'x-amzn-requestid': { $ref: '#/components/headers/RequestId' } };

function sortedObject(entries: ReadonlyMap<string, unknown>): object {
  return Object.fromEntries([...entries].toSorted(([a], [b]) => compare(a, b)));
}

/**
 * OpenAPI tells operations apart by path and method alone: the `operation` literal stands in the fragment, which no
 * client sends, and again as a required query parameter.
 */
function documentedPath(operation: RestOperation): string {
  const { operation: literal } = operation.binding;
  return literal === undefined ? publishedPath(operation) : `${publishedPath(operation)}#operation=${literal}`;
}

function describeOperation(operation: RestOperation, components: Components): object {
  const members = inputMembers(operation);
  const { named } = inputSchema(operation);
  keep(components.schemas, named);
  const body = members.filter(({ location }) => location === 'body');
  return {
    operationId: operation.name,
    summary: operation.summary,
    'x-required-actions': requiredActions(operation),
    ...(operation.sdkAlias !== undefined && { 'x-sdk-alias': operation.sdkAlias }),
    parameters: parametersOf(operation, members),
    ...(body.length > 0 && { requestBody: requestBody(operation, body) }),
    responses: { [operation.binding.status]: success(operation, components), ...failures(operation, components) },
  };
}

function parametersOf(operation: RestOperation, members: readonly Member[]): object[] {
  const { operation: literal } = operation.binding;
  return [
    ...members.flatMap(({ name, location, wireName, required, schema }) => {
      if (location === 'body') return [];
      const example: unknown = operation.example[name];
      return [
        {
          name: wireName,
          in: location === 'uri' ? 'path' : 'query',
          required: required || location === 'uri',
          schema: publish(schema),
          ...(example !== undefined && { example }),
        },
      ];
    }),
    ...(literal === undefined ? [] : [{ name: 'operation', in: 'query', required: true, schema: { const: literal } }]),
    ...(operation.mutates ? [{ $ref: '#/components/parameters/DryRun' }] : []),
  ];
}

function requestBody(operation: RestOperation, members: readonly Member[]): object {
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    required: required.length > 0,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          ...(required.length > 0 && { required }),
          properties: Object.fromEntries(members.map(({ name, schema }) => [name, publish(schema)])),
        },
        example: Object.fromEntries(Object.entries(operation.example).filter(([name]) => members.some((member) => member.name === name))),
      },
    },
  };
}

function success(operation: RestOperation, { schemas }: Components): object {
  if (operation.binding.status === 204) return { description: 'Done.', headers: requestId };
  const { root, named } = outputSchema(operation);
  keep(schemas, named);
  const table = operation.csv ? { 'text/csv': { schema: { type: 'string' } } } : {};
  return { description: 'Done.', headers: requestId, content: { 'application/json': { schema: publish(root) }, ...table } };
}

/** Errors of one status share its response. */
function failures(operation: RestOperation, { responses }: Components): Record<string, object> {
  const byStatus = [...Map.groupBy(errorsOf(operation), ({ status }) => status)];
  return Object.fromEntries(
    byStatus.map(([status, group]) => {
      const codes = group.map(({ code }) => code);
      const name = codes.join('.');
      responses.set(name, {
        description: codes.join(', '),
        headers: { ...requestId, 'x-amzn-errortype': { schema: { enum: codes } } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
      });
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}

function keep(schemas: Components['schemas'], named: Schema['named']): void {
  for (const [name, schema] of Object.entries(named)) {
    const shape = publish(schema);
    const known = schemas.get(name);
    invariant(known === undefined || JSON.stringify(known) === JSON.stringify(shape), `Two different shapes have the name ${name}.`);
    schemas.set(name, shape);
  }
}

/** JSON Schema as OpenAPI holds it: references into `components`, our own keyword marked as an extension. */
function publish(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(publish);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === '$ref') return [key, String(value).replace('#/$defs/', '#/components/schemas/')];
      return [key === 'sensitive' ? 'x-sensitive' : key, publish(value)];
    }),
  );
}
