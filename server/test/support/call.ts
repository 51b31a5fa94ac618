import type { Operation } from '../../src/operation.ts';
import { queryParameter } from '../../src/operation.ts';

/** What a client puts on the wire for a call. */
export interface WireCall {
  readonly method: string;
  /** Path and query string. */
  readonly target: string;
  /** `content-type`, and what else says what is asked for. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Encodes a call as a client would; the opposite of the server's protocols, and independent of them. */
export function encodeCall(operation: Operation, input: Readonly<Record<string, unknown>>): WireCall {
  const { binding } = operation;
  if (binding.protocol === 'query') {
    const version = operation.service === 'iam' ? '2010-05-08' : '2011-06-15';
    const form = new URLSearchParams([['Action', operation.name], ['Version', version], ...flatten(input, '')]);
    return {
      method: 'POST',
      target: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: form.toString(),
    };
  }
  if (binding.protocol === 'json') {
    const target = `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation.name}`;
    return {
      method: 'POST',
      target: '/',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: JSON.stringify(input),
    };
  }
  const rest = new Map(Object.entries(input));
  const path = binding.path.replace(/\{(\w+)\}/g, (_, label: string) => {
    const value = String(rest.get(label));
    rest.delete(label);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  if (binding.operation !== undefined) query.set('operation', binding.operation);
  const takesBody = binding.method === 'POST' || binding.method === 'PUT';
  for (const name of binding.inQuery ?? []) {
    if (rest.get(name) !== undefined) query.append(name, String(rest.get(name)));
    rest.delete(name);
  }
  if (!takesBody)
    for (const [name, value] of rest)
      for (const one of [value].flat()) if (one !== undefined) query.append(queryParameter(name), asText(one));
  const text = query.toString().replaceAll('+', '%20');
  return {
    method: binding.method,
    target: text === '' ? path : `${path}?${text}`,
    headers: takesBody ? { 'content-type': 'application/json' } : {},
    body: takesBody ? JSON.stringify(Object.fromEntries(rest)) : '',
  };
}

/** `{ Tags: [{ Key: 'a' }] }` → `Tags.member.1.Key=a`, as the Query protocol wants it. */
function flatten(value: unknown, prefix: string): [string, string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, `${prefix}.member.${index + 1}`));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, member]) => flatten(member, prefix === '' ? name : `${prefix}.${name}`));
  return [[prefix, asText(value)]];
}

/** Texts as they are, anything else as JSON: what a client makes of a number, a boolean or a mistake. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
