import { z } from 'zod';
import { unwrap } from '../shapes/schema.ts';
import { AccountResource } from '../shapes/resource.ts';
import { nearestName } from '../spelling.ts';
import { error, type Finding } from './findings.ts';

/** Found at most; a document with more is of another kind. */
const findingsMax = 100;

/**
 * Members of a document as it was written that no account has, each with what was probably meant. Whoever writes a file
 * wants to hear of them: in calls they are ignored, as on AWS.
 */
export function findUnknownMembers(written: unknown): Finding[] {
  return look(AccountResource, written, '').slice(0, findingsMax);
}

function look(member: z.core.$ZodType, value: unknown, path: string): Finding[] {
  const schema = unwrap(member);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.slice(0, findingsMax).flatMap((item, index) => look(schema.element, item, `${path}/${index}`));
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return [];
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  return Object.entries(value).flatMap(([name, inner]) => {
    // By it, editors know what the file is.
    if (path === '' && name === '$schema') return [];
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    return known ? look(known, inner, `${path}/${name}`) : [unknown(path, name, Object.keys(shape))];
  });
}

function unknown(path: string, name: string, known: readonly string[]): Finding {
  const nearest = nearestName(name, known);
  const guess = nearest === undefined ? `Known are ${known.join(', ')}.` : `Did you mean ${nearest}?`;
  // RFC 6901: what has a meaning in pointers is escaped.
  const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return error(pointer, 'UnknownMember', `${path === '' ? 'The document' : path} has no member ${name}. ${guess}`);
}
