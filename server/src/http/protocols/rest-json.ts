import { z } from 'zod';
import type { Answer } from '../../dispatch.ts';
import { BadRequestException, UnknownOperationException, type WireError, messageOf } from '../../errors.ts';
import { queryParameter, type Operation } from '../../operation.ts';
import { toCsv } from '../../shapes/csv.ts';
import { JsonText } from '../../shapes/json-text.ts';
import { membersOf, unwrap } from '../../shapes/schema.ts';
import {
  asksForCsv,
  asksForDryRun,
  csvHeaders,
  dryRunHeader,
  errorHeaders,
  jsonBody,
  nextTokenHeader,
  type Call,
  type Outgoing,
  type Protocol,
} from './protocol.ts';

/** AWS REST-JSON, as the API of a service speaks it. */
export function createRestJson(service: keyof typeof errorForms, operations: readonly Operation[]): Protocol {
  const find = createRouter(operations.filter((operation) => operation.service === service));
  return {
    bind(call) {
      const { route, labels } = find(call);
      const input = emptyInput();
      if (route.takesBody) readBody(call, input);
      for (const { name, value } of call.query) {
        const member = route.queryMembers.get(name);
        if (member) addQueryValue(input, member, value);
      }
      for (const [index, name] of route.labels.entries()) input[name] = labels[index];
      return {
        operation: route.operation,
        input,
        dryRun: route.operation.mutates && asksForDryRun(call),
        inCsv: route.operation.csv !== undefined && asksForCsv(call),
      };
    },
    encode: (answer, requestId) =>
      'error' in answer ? encodeError(errorForms[service](answer.error), requestId, answer) : encodeOutput(answer, requestId),
  };
}

interface Route {
  readonly operation: Operation;
  readonly takesBody: boolean;
  /** Input members in the order of the path's labels. */
  readonly labels: readonly string[];
  readonly queryMembers: ReadonlyMap<string, QueryMember>;
}

interface QueryMember {
  readonly name: string;
  readonly kind: 'number' | 'boolean' | 'list' | 'text';
}

/** A path's segments as a tree; a literal wins over a label. */
interface Node {
  readonly literals: Map<string, Node>;
  label: Node | undefined;
  /** By method, and then by `operation` literal. */
  readonly routes: Map<string, Map<string, Route>>;
}

function createRouter(operations: readonly Operation[]): (call: Call) => { route: Route; labels: string[] } {
  const root = newNode();
  for (const operation of operations) {
    if (operation.binding.protocol !== 'rest-json') continue;
    let node = root;
    for (const segment of operation.binding.path.split('/').slice(1)) {
      if (segment.startsWith('{')) node = node.label ??= newNode();
      else node = getOrAdd(node.literals, segment, newNode);
    }
    getOrAdd(node.routes, operation.binding.method, () => new Map()).set(operation.binding.operation ?? '', toRoute(operation));
  }
  return (call) => {
    const labels: string[] = [];
    let node: Node | undefined = root;
    for (let from = 1; from <= call.path.length;) {
      const slash = call.path.indexOf('/', from);
      const to = slash === -1 ? call.path.length : slash;
      const segment = call.path.slice(from, to);
      from = to + 1;
      const literal: Node | undefined = node.literals.get(segment);
      if (!literal) labels.push(decodeLabel(segment));
      node = literal ?? node.label;
      if (!node) break;
    }
    const literal = call.query.find(({ name }) => name === 'operation')?.value ?? '';
    const route = node?.routes.get(call.method)?.get(literal);
    if (!route)
      throw new UnknownOperationException(
        `No operation answers ${call.method} ${call.path}${literal && `?operation=${literal}`}. The reference of this server lists all of them.`,
      );
    return { route, labels };
  };
}

/** Without a prototype: `__proto__` is a member like any other. */
function emptyInput(): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  Object.setPrototypeOf(input, null);
  return input;
}

function newNode(): Node {
  return { literals: new Map(), label: undefined, routes: new Map() };
}

function getOrAdd<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
}

function toRoute(operation: Operation): Route {
  const { binding } = operation;
  const path = binding.protocol === 'rest-json' ? binding.path : '';
  const labels = [...path.matchAll(/\{(\w+)\}/g)].map(([, label]) => label ?? '');
  const takesBody = binding.protocol === 'rest-json' && (binding.method === 'POST' || binding.method === 'PUT');
  const inQuery = binding.protocol === 'rest-json' ? (binding.inQuery ?? []) : [];
  const others = membersOf(operation.input).filter(([name]) => (takesBody ? inQuery.includes(name) : !labels.includes(name)));
  return {
    operation,
    takesBody,
    labels,
    queryMembers: new Map(
      others.map(([name, schema]) => [inQuery.includes(name) ? name : queryParameter(name), { name, kind: kindOf(schema) }]),
    ),
  };
}

function kindOf(member: z.core.$ZodType): QueryMember['kind'] {
  const schema = unwrap(member);
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return schema instanceof z.ZodArray ? 'list' : 'text';
}

/** Query strings carry text; what is no number or boolean stays text, so that the check of the input names it. */
function addQueryValue(input: Record<string, unknown>, { name, kind }: QueryMember, value: string): void {
  if (kind === 'list') {
    const list = input[name];
    if (Array.isArray(list)) list.push(value);
    else input[name] = [value];
  } else if (kind === 'number') input[name] = /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  else if (kind === 'boolean') input[name] = value === 'true' ? true : value === 'false' ? false : value;
  else input[name] = value;
}

function decodeLabel(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new BadRequestException(`The path segment ${segment} is not UTF-8 in percent-encoding.`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readBody(call: Call, input: Record<string, unknown>): void {
  if (call.body.length === 0) return;
  let body: unknown;
  try {
    body = JSON.parse(utf8.decode(call.body));
  } catch (error) {
    // Without a cause: a caller's slip is no fault of this program, and does not belong in its log.
    throw new BadRequestException(`The body is not JSON in UTF-8: ${messageOf(error)}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new BadRequestException('The body must be a JSON object.');
  for (const [name, value] of Object.entries(body)) {
    // An explicit null is an absent member, as AWS reads it.
    if (value !== null) input[name] = value;
  }
}

function encodeOutput({ operation, output, dryRun, inCsv }: Extract<Answer, { output: object }>, requestId: string): Outgoing {
  const status = operation.binding.protocol === 'rest-json' ? operation.binding.status : 200;
  const headers = commonHeaders(requestId, dryRun);
  if (inCsv && operation.csv && !(output instanceof JsonText)) {
    const next = output['NextToken'];
    return {
      status,
      headers: { ...headers, ...csvHeaders, ...(typeof next === 'string' && { [nextTokenHeader]: next }) },
      body: toCsv(operation.csv(output)),
    };
  }
  if (status !== 204) {
    const { body, bytes, encoded } = jsonBody(output);
    return { status, headers, body, bytes, encoded };
  }
  // A rehearsal may tell what would happen even where the real answer has no body.
  return dryRun && Object.keys(output).length > 0 ? { status: 200, headers, body: jsonBody(output).body } : { status, headers, body: '' };
}

function encodeError(
  { code, status, body }: ErrorForm,
  requestId: string,
  { error, dryRun }: Extract<Answer, { error: object }>,
): Outgoing {
  const headers = { ...commonHeaders(requestId, dryRun), ...errorHeaders(error), 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify(body) };
}

/** An error in the words of a service. */
interface ErrorForm {
  readonly code: string;
  readonly status: number;
  readonly body: object;
}

const errorForms = {
  chime: ({ code, status, reason, message }: WireError): ErrorForm => ({ code, status, body: { Code: reason, Message: message } }),
  'access-analyzer': ({ code, status, message }: WireError): ErrorForm => {
    const own = analyzerCodes.get(code) ?? { code };
    return { ...own, status, body: { message, ...(own.code === 'ValidationException' && { reason: 'fieldValidationFailed' }) } };
  },
} as const;

/** What the pipeline calls an error, in the words of Access Analyzer. */
const analyzerCodes = new Map([
  ['BadRequestException', { code: 'ValidationException' }],
  ['ThrottledClientException', { code: 'ThrottlingException' }],
  ['ServiceFailureException', { code: 'InternalServerException' }],
  ['ServiceUnavailableException', { code: 'InternalServerException' }],
]);

function commonHeaders(requestId: string, dryRun: boolean): Record<string, string> {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-amzn-requestid': requestId };
  return dryRun ? { ...headers, [dryRunHeader]: 'true' } : headers;
}
