import { z } from 'zod';
import {
  AccessDeniedException,
  BadRequestException,
  ConflictException,
  ServiceFailureException,
  ServiceUnavailableException,
  ThrottledClientException,
  UnauthorizedClientException,
} from '../errors.ts';
import { queryParameter, type Binding, type Operation } from '../operation.ts';

// What every artefact reads from the declarations: the operations on the REST-JSON wire, their names, members and
// errors, and their schemas as plain JSON Schema.

export type RestOperation = Operation & { readonly binding: Extract<Binding, { protocol: 'rest-json' }> };

/** The Chime operations, sorted by name; those of the other services have Amazon's own models. */
export function restOperations(operations: readonly Operation[]): RestOperation[] {
  return operations.filter(isRest).toSorted((a, b) => compare(a.name, b.name));
}

function isRest(operation: Operation): operation is RestOperation {
  return operation.service === 'chime' && operation.binding.protocol === 'rest-json';
}

/** By code point, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The names under which clients call an operation. Where action and SDK differ in letter case only, both would be one
 * CLI command and one boto3 method (`reset-personal-pin`), so the published name stands for both.
 */
export function publishedNames({ name, sdkAlias }: Operation): string[] {
  if (sdkAlias === undefined) return [name];
  return commandName(name) === commandName(sdkAlias) ? [sdkAlias] : [name, sdkAlias];
}

/** `ListCDRBucket` → `list-cdr-bucket`: botocore's `xform_name`, which names CLI commands and boto3 methods. */
export function commandName(name: string, separator: '-' | '_' = '-'): string {
  const words = `$1${separator}$2`;
  return name
    .replace(/(.)([A-Z][a-z]+)/g, words)
    .replace(/([a-z0-9])([A-Z])/g, words)
    .toLowerCase();
}

/** The IAM actions a call may need, as `service:Action`; the operation's own first. */
export function requiredActions({ service, action, needs }: Operation): string[] {
  const names = action ? [action.name] : (needs?.actions ?? []);
  const dependents = action ? action.dependsOn : (needs?.dependsOn ?? []);
  return [...names.map((name) => `${service}:${name}`), ...dependents.map((dependent) => dependent.action)];
}

interface WireErrorFacts {
  readonly code: string;
  readonly status: number;
}

/** What an operation may answer instead of its output: what it declares and what the pipeline adds to each. */
export function errorsOf({ errors, input }: Operation): WireErrorFacts[] {
  const classes = new Set([
    BadRequestException,
    UnauthorizedClientException,
    AccessDeniedException,
    ...('ClientRequestToken' in input.shape ? [ConflictException] : []),
    ...errors,
    ThrottledClientException,
    ServiceFailureException,
    ServiceUnavailableException,
  ]);
  return [...classes]
    .map((WireError) => new WireError(''))
    .map(({ code, status }) => ({ code, status }))
    .toSorted((a, b) => a.status - b.status || compare(a.code, b.code));
}

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A schema with the named shapes it refers to as `#/$defs/{id}`. */
export interface Schema {
  readonly root: JsonSchema;
  readonly named: Readonly<Record<string, JsonSchema>>;
}

export function inputSchema(operation: Operation): Schema {
  return schemaOf(operation.input, 'input');
}

export function outputSchema(operation: Operation): Schema {
  return schemaOf(operation.output, 'output');
}

function schemaOf(schema: z.ZodObject, io: 'input' | 'output'): Schema {
  const { $defs = {}, $schema: _dialect, ...root } = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => tidy(jsonSchema) });
  return { root, named: $defs };
}

/** Removes what zod adds and no reader of a contract wants. */
function tidy(schema: JsonSchema): void {
  // Unknown members are dropped on the way in and may be added on the way out.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // `format` says it; the pattern counts leap years over half a screen.
  if (schema.format === 'date' || schema.format === 'date-time') delete schema.pattern;
  delete schema.propertyNames;
}

/** An input member and how it travels. */
export interface Member {
  readonly name: string;
  readonly location: 'uri' | 'querystring' | 'body';
  /** Its name there: the path label as published (`accountId`), the query parameter, or the member itself. */
  readonly wireName: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

export function membersOf({ root }: Schema): { name: string; required: boolean; schema: JsonSchema }[] {
  const required = new Set(root.required);
  return Object.entries(root.properties ?? {}).map(([name, schema]) => ({
    name,
    required: required.has(name),
    schema: typeof schema === 'boolean' ? {} : schema,
  }));
}

export function inputMembers(operation: RestOperation): Member[] {
  const { method, path } = operation.binding;
  const others = method === 'GET' || method === 'DELETE' ? 'querystring' : 'body';
  return membersOf(inputSchema(operation)).map((member) => {
    const { name } = member;
    if (path.includes(`{${name}}`)) return { ...member, location: 'uri', wireName: lowerFirst(name) };
    return { ...member, location: others, wireName: others === 'body' ? name : queryParameter(name) };
  });
}

/** `/accounts/{AccountId}` → `/accounts/{accountId}`, as the published model writes its labels. */
export function publishedPath({ binding }: RestOperation): string {
  return binding.path.replace(/\{(\w+)\}/g, (_label, name: string) => `{${lowerFirst(name)}}`);
}

/** The name of the shape behind a reference, undefined for an inline schema. */
export function referredName({ $ref }: JsonSchema): string | undefined {
  return $ref?.slice('#/$defs/'.length);
}

/** The schema itself, or what it is when it is not null. */
export function withoutNull(schema: JsonSchema): JsonSchema {
  const other = schema.anyOf?.find(({ type }) => type !== 'null');
  return other && schema.anyOf?.some(({ type }) => type === 'null')
    ? { ...other, ...(schema.description !== undefined && { description: schema.description }) }
    : schema;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
