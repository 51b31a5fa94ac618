import type { ScimLogRow } from '../store/scim-log.ts';
import { isObject } from './coerce.ts';
import { readExchangeBody } from './exchange-body.ts';
import { member } from './patch-operations.ts';

/** Operations of one PATCH that are told. */
const operationsMax = 5;
/** Characters of one value that are told. */
const valueMax = 60;

type Told = Pick<ScimLogRow, 'method' | 'target' | 'request' | 'response'>;

/** What an exchange asked for, in a few words: `Change user ann@example.com: replace active false`. */
export function summarise({ method, target, request, response }: Told): string {
  const [path = '', query = ''] = target.split('?');
  const [, collection = '', id = ''] = path.split('/');
  const noun = collection === 'Users' ? 'user' : collection === 'Groups' ? 'group' : undefined;
  if (noun === undefined) return `${verbs.get(method) ?? method} ${collection === '' ? 'resources' : collection}`;
  const asked = readExchangeBody(request);
  if (id === '.search') return `Find ${noun}s`;
  if (id === '' && method !== 'POST') return query === '' ? `List ${noun}s` : `Find ${noun}s${filterOf(query)}`;
  const name = nameOf(asked, noun) ?? nameOf(readExchangeBody(response), noun) ?? id;
  const what = `${noun} ${name}`.trim();
  if (method === 'PATCH') return `Change ${what}${operationsOf(asked)}`;
  return `${verbs.get(method) ?? method} ${what}`;
}

const verbs = new Map([
  ['POST', 'Create'],
  ['PUT', 'Replace'],
  ['DELETE', 'Delete'],
  ['GET', 'Read'],
]);

function nameOf(body: Readonly<Record<string, unknown>> | undefined, noun: 'user' | 'group'): string | undefined {
  const name = body && member(body, noun === 'user' ? 'username' : 'displayname');
  return typeof name === 'string' ? name : undefined;
}

function filterOf(query: string): string {
  const filter = new URLSearchParams(query).get('filter');
  return filter === null ? '' : `: ${cut(filter)}`;
}

function operationsOf(body: Readonly<Record<string, unknown>> | undefined): string {
  const list = body && member(body, 'operations');
  if (!Array.isArray(list)) return '';
  const told = list.slice(0, operationsMax).map((one: unknown) => (isObject(one) ? operationOf(one) : '…'));
  return `: ${told.join(', ')}${list.length > operationsMax ? ` and ${list.length - operationsMax} more` : ''}`;
}

function operationOf(operation: Readonly<Record<string, unknown>>): string {
  const [op, path, value] = ['op', 'path', 'value'].map((name) => member(operation, name));
  const parts = [typeof op === 'string' ? op.toLowerCase() : '', typeof path === 'string' ? path : '', valueOf(value)];
  return parts.filter((part) => part !== '').join(' ');
}

/** A short value whole; of a list how long it is, of an object what is in it. */
function valueOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return `(${value.length})`;
  if (isObject(value)) return Object.keys(value).slice(0, operationsMax).join(', ');
  return typeof value === 'string' ? cut(value) : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > valueMax ? `${text.slice(0, valueMax)}…` : text;
}
