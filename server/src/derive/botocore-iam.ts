import type { Operation } from '../operation.ts';
import { documentationOf, sortedObject, structure, type Shapes } from './botocore.ts';
import { inputSchema, outputSchema } from './model.ts';

/** The operations of IAM that AWS does not have: no stock client has heard of them. */
export const ownIamOperations: readonly string[] = [
  'GetCallerPermissions',
  'GetRequestAuthorizationClass',
  'GetRequestAuthorizationDetails',
  'GetServerHealth',
  'ListBackgroundJobs',
  'RunBackgroundJob',
  'TestPolicy',
];

/**
 * `iam/2010-05-08/service-2.sdk-extras.json`: these operations, for botocore's loader to merge over the model of IAM that a client
 * ships with. Their shapes have names that no shape of that model has.
 */
export function botocoreIamExtras(operations: readonly Operation[]): object {
  const shapes: Shapes = new Map();
  const described = operations
    .filter(({ service, name }) => service === 'iam' && ownIamOperations.includes(name))
    .map((operation) => [operation.name, describeOperation(operation, shapes)] as const);
  const named = [...shapes].map(([name, shape]) => [`Carillon${name}`, shape] as const);
  return prefixReferences({ version: 1, merge: { operations: sortedObject(described), shapes: sortedObject(named) } });
}

function describeOperation(operation: Operation, shapes: Shapes): object {
  const { name } = operation;
  const [input, output] = [structure(inputSchema(operation), shapes), structure(outputSchema(operation), shapes)];
  shapes.set(`${name}Request`, input ?? noMembers);
  shapes.set(`${name}Response`, { type: 'structure', members: output?.members ?? {} });
  return {
    name,
    http: { method: 'POST', requestUri: '/' },
    input: { shape: `${name}Request` },
    output: { shape: `${name}Response`, resultWrapper: `${name}Result` },
    documentation: documentationOf(operation),
  };
}

const noMembers = { type: 'structure', members: {} };

function prefixReferences(model: object): object {
  const members: [string, unknown][] = Object.entries(model);
  return Object.fromEntries(members.map(([name, member]) => [name, prefixMember(name, member)]));
}

function prefixMember(name: string, member: unknown): unknown {
  if (name === 'shape' && typeof member === 'string') return `Carillon${member}`;
  // What lists there are hold names of members and values.
  return typeof member === 'object' && member !== null && !Array.isArray(member) ? prefixReferences(member) : member;
}
