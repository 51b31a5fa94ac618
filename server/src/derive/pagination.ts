import type { Operation } from '../operation.ts';
import { compare, membersOf, outputSchema, publishedNames, referredName, restOperations, type RestOperation } from './model.ts';

/** `paginators-1.json`: lets `aws chime list-…` and boto3 paginators fetch all pages by themselves. */
export function paginators(operations: readonly Operation[]): object {
  return { pagination: pagination(operations) };
}

/** The same for botocore's loader to merge over the paginators that a client ships with. */
export function paginatorsExtras(operations: readonly Operation[]): object {
  return { version: 1, merge: { pagination: pagination(operations) } };
}

function pagination(operations: readonly Operation[]): object {
  const entries = restOperations(operations).flatMap((operation) => {
    const results = resultsOf(operation);
    if (results === undefined) return [];
    const paginator = { input_token: 'NextToken', limit_key: 'MaxResults', output_token: 'NextToken', result_key: results };
    return publishedNames(operation).map((name) => [name, paginator] as const);
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => compare(a, b)));
}

/** The member that a page's results are in; undefined for an operation that does not page. */
function resultsOf(operation: RestOperation): string | undefined {
  if (!('NextToken' in operation.input.shape)) return undefined;
  const { root, named } = outputSchema(operation);
  const lists = membersOf({ root, named }).filter(({ schema }) => (named[referredName(schema) ?? ''] ?? schema).type === 'array');
  return lists.length === 1 ? lists[0]?.name : undefined;
}
