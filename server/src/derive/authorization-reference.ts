import type { Operation } from '../operation.ts';
import { actionRows } from './actions.ts';
import { markdownTable } from './markdown.ts';

/** `service-authorization-reference.md`: the table that security teams know, word for word, as this server enforces it. */
export function authorizationReference(operations: readonly Operation[]): string {
  const rows = actionRows(operations);
  const actions = markdownTable(
    ['Actions', 'Description', 'Access Level', 'Resource Types', 'Condition Keys', 'Dependent Actions'],
    rows.map(({ name, summary, access, dependentActions }) => [name, summary, access, '', '', dependentActions.join(' ')]),
  );
  const others = markdownTable(
    ['Action', 'Operations'],
    rows
      .filter(({ name, operations: served }) => served.some((operation) => operation !== name))
      .map(({ name, operations: served }) => [name, served.join(', ')]),
  );
  const spellings = markdownTable(
    ['Action', 'Also written'],
    rows.filter(({ aliases }) => aliases.length > 0).map(({ name, aliases }) => [name, aliases.join(', ')]),
  );
  return `# Actions, resources, and condition keys for Carillon

Carillon (service prefix: \`chime\`) enforces the following actions in IAM permission policies. Names, descriptions, access
levels and dependent actions are those of Amazon Chime, with which Carillon is compatible and not affiliated.

## Actions

${actions}

## Operations

An action authorises the operation of its name, and these.

${others}

## Spellings

Names are matched in any letter case. Amazon's guides also write these, and policies with them mean the same.

${spellings}

## Resources

Chime has no resources of its own: \`"Resource": "*"\` is the only one that matches. Dependent actions are decided on the
resources of their service, such as \`arn:aws:s3:::bucket\`.

## Condition keys

Chime has no condition keys of its own. Every request carries the global keys, such as \`aws:SourceIp\`.
`;
}
