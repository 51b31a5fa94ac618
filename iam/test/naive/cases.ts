import type { Context } from './context.ts';
import type { Decision, Layers, Request } from './evaluate.ts';

/** One written case: a request, the documents that bear on it, and the decision that must come out. */
export interface Case {
  readonly id: string;
  readonly why: string;
  readonly layers: Layers;
  readonly request: Request;
  readonly expected: Decision;
}

/** The cases of a file with one JSON object on each line. */
export function readCases(text: string): Case[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readCase(record(JSON.parse(line))));
}

function readCase(line: Record<string, unknown>): Case {
  const policies = record(line['policies']);
  const request = record(line['request']);
  const [boundary] = documents(policies['boundary']);
  const session = documents(policies['session']);
  const isRoot = list(line['tags']).includes('root');
  return {
    id: string(line['id']),
    why: string(line['why']),
    layers: {
      scp: list(policies['scp']).map(documents),
      identity: documents(policies['identity']),
      ...(boundary === undefined ? {} : { boundary }),
      // In the files an empty list is an absent layer.
      ...(session.length === 0 ? {} : { session }),
      ...(isRoot ? { root: true } : {}),
    },
    request: {
      action: string(request['action']),
      resource: string(request['resource']),
      context: readContext(record(request['context'])),
    },
    expected: decision(string(line['expect'])),
  };
}

function readContext(written: Record<string, unknown>): Context {
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, Array.isArray(value) ? value.map(string) : string(value)]));
}

const documents = (value: unknown): string[] => list(value).map((document) => JSON.stringify(document));

function decision(text: string): Decision {
  if (text === 'allowed' || text === 'explicitDeny' || text === 'implicitDeny') return text;
  throw new TypeError(`Not a decision: ${text}`);
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new TypeError(`Not a list: ${JSON.stringify(value)}`);
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError(`Not an object: ${JSON.stringify(value)}`);
}

function string(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`Not a string: ${JSON.stringify(value)}`);
}
