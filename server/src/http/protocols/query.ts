import { z } from 'zod';
import { invariant, ValidationError } from '../../errors.ts';
import type { Operation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';

const namespaces = { iam: 'https://iam.amazonaws.com/doc/2010-05-08/', sts: 'https://sts.amazonaws.com/doc/2011-06-15/' } as const;

/** Highest number of a list's element. */
const indexMax = 1000;
/** Parts of a parameter's name, as `Tags.member.1.Key` has four. */
const partsMax = 16;

/**
 * Reads an operation's input from a form as the AWS Query protocol writes it: `Tags.member.1.Key=team`. Only what the
 * schema knows is read. Text becomes a number or a boolean where the schema wants one; what does not look like one
 * stays text, so that the check of the input names it. Throws ValidationError for a name that cannot be read.
 */
export function decodeQueryInput(schema: z.ZodObject, form: Iterable<readonly [string, string]>): Record<string, unknown> {
  const fields: Field[] = [];
  for (const [name, value] of form) {
    const parts = name.split('.', partsMax + 1);
    const [member = ''] = parts;
    if (!Object.hasOwn(schema.shape, member)) continue;
    if (parts.length > partsMax) throw new ValidationError(`The parameter name ${name.slice(0, 64)}… has more than ${partsMax} parts.`);
    fields.push({ name, parts, value });
  }
  return decodeStructure(schema, fields, 0);
}

/** One parameter; `parts` are those of its name. */
interface Field {
  readonly name: string;
  readonly parts: readonly string[];
  readonly value: string;
}

/** @param depth how many parts of the fields' names have led here */
function decodeStructure(schema: z.ZodObject, fields: readonly Field[], depth: number): Record<string, unknown> {
  const structure: Record<string, unknown> = {};
  Object.setPrototypeOf(structure, null);
  const members = new Map<string, z.core.$ZodType>(Object.entries(schema.shape));
  for (const [name, group] of Map.groupBy(fields, ({ parts }) => parts[depth] ?? '')) {
    const member = members.get(name);
    const value = member && decodeMember(member, group, depth + 1);
    if (value !== undefined) structure[name] = value;
  }
  return structure;
}

function decodeMember(schema: z.core.$ZodType, fields: readonly Field[], depth: number): unknown {
  const type = unwrap(schema);
  const own = fields.filter(({ parts }) => parts.length === depth);
  const inner = fields.filter(({ parts }) => parts.length > depth);
  const [first, second] = own;
  if (second) throw new ValidationError(`The parameter ${second.name} is given more than once.`);
  // An empty list or structure is sent as its bare name without a value.
  if (type instanceof z.ZodArray) return first?.value ? first.value : decodeList(type.element, inner, depth);
  if (type instanceof z.ZodObject) return first?.value ? first.value : decodeStructure(type, inner, depth);
  return first && decodeScalar(type, first.value);
}

function decodeList(element: z.core.$ZodType, fields: readonly Field[], depth: number): unknown[] {
  const members = fields.filter(({ parts }) => parts[depth] === 'member' && parts.length > depth + 1);
  return [...Map.groupBy(members, (field) => indexOf(field, depth + 1))]
    .toSorted(([a], [b]) => a - b)
    .map(([, group]) => decodeMember(element, group, depth + 2))
    .filter((value) => value !== undefined);
}

function indexOf({ name, parts }: Field, depth: number): number {
  const text = parts[depth] ?? '';
  const index = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
  if (index < 1 || index > indexMax)
    throw new ValidationError(`The parameter name ${name.slice(0, 128)} does not number a list member from 1 to ${indexMax}.`);
  return index;
}

function decodeScalar(type: z.core.$ZodType, text: string): unknown {
  if (type instanceof z.ZodNumber && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type instanceof z.ZodBoolean && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
    ? unwrap(schema.unwrap())
    : schema;
}

/** A success: the declared members of `output`, each list as `<member>` elements. An operation without output members has no result element. */
export function encodeQueryOutput(operation: Operation, output: unknown, requestId: string): string {
  const { service, name } = operation;
  invariant(service === 'iam' || service === 'sts', 'Only IAM and STS speak the Query protocol.');
  // An output without members is still a result, which clients look for; `nothing` is none.
  const hasResult = operation.output !== nothing;
  const result = hasResult ? element(`${name}Result`, encodeValue(operation.output, output)) : '';
  const metadata = element('ResponseMetadata', element('RequestId', escapeXml(requestId)));
  return `<${name}Response xmlns="${namespaces[service]}">${result}${metadata}</${name}Response>`;
}

/** An error in the Query protocol's envelope. The fault is the sender's below 500. */
export function encodeQueryError(
  { code, message, status }: { readonly code: string; readonly message: string; readonly status: number },
  requestId: string,
  service: keyof typeof namespaces,
): string {
  const error =
    element('Type', status < 500 ? 'Sender' : 'Receiver') + element('Code', escapeXml(code)) + element('Message', escapeXml(message));
  return `<ErrorResponse xmlns="${namespaces[service]}">${element('Error', error)}${element('RequestId', escapeXml(requestId))}</ErrorResponse>`;
}

function encodeValue(schema: z.core.$ZodType, value: unknown): string {
  const type = unwrap(schema);
  if (type instanceof z.ZodArray && Array.isArray(value))
    return value.map((item) => element('member', encodeValue(type.element, item))).join('');
  if (type instanceof z.ZodRecord && typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, inner]) => element('entry', element('key', escapeXml(key)) + element('value', encodeValue(type.valueType, inner))))
      .join('');
  }
  if (type instanceof z.ZodRecord && typeof value === 'object' && value !== null) {
    const entries = Object.entries<unknown>({ ...value });
    return entries
      .map(([key, inner]) => element('entry', element('key', escapeXml(key)) + element('value', encodeValue(type.valueType, inner))))
      .join('');
  }
  if (type instanceof z.ZodObject && typeof value === 'object' && value !== null) {
    return Object.entries<z.core.$ZodType>(type.shape)
      .map(([name, member]) => [name, member, Reflect.get(value, name)] as const)
      .filter(([, , inner]) => inner !== undefined && inner !== null)
      .map(([name, member, inner]) => element(name, encodeValue(member, inner)))
      .join('');
  }
  invariant(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean', 'An output is what its schema declares.');
  return escapeXml(String(value));
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

const references = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
  // A parser may fold these into plain spaces or other line ends unless they are written as references.
  ['\t', '&#x9;'],
  ['\n', '&#xA;'],
  ['\r', '&#xD;'],
]);

/** Text for XML 1.0. What XML cannot hold in any form (other control characters, halves of surrogate pairs) becomes U+FFFD. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line eslint/no-control-regex -- these are what XML 1.0 leaves out
      .replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '\uFFFD')
      .replace(/[&<>"'\t\n\r]/g, (character) => references.get(character) ?? character)
  );
}
