import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { ReactNode } from 'react';
import { operations } from '../../api/derived.ts';
import { JsonEditor, type Finding } from './json-editor.tsx';

/** An editor of policies: it completes actions, condition keys and operators. */
export function PolicyEditor(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly findings: readonly Finding[];
  readonly label: string;
}): ReactNode {
  return <JsonEditor {...props} complete={complete} />;
}

const conditionKeys = [
  'CurrentTime',
  'EpochTime',
  'MultiFactorAuthAge',
  'MultiFactorAuthPresent',
  'PrincipalAccount',
  'PrincipalArn',
  'PrincipalOrgID',
  'PrincipalOrgPaths',
  'PrincipalTag/',
  'PrincipalType',
  'Referer',
  'RequestedRegion',
  'ResourceAccount',
  'SecureTransport',
  'SourceIdentity',
  'SourceIp',
  'TokenIssueTime',
  'UserAgent',
  'userid',
  'username',
].map((key) => `aws:${key}`);
const comparisons = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericLessThan',
  'NumericGreaterThan',
  'DateLessThan',
  'DateGreaterThan',
  'Bool',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'Null',
];
const elements = [
  'Version',
  'Id',
  'Statement',
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
  'Principal',
  'Allow',
  'Deny',
  '2012-10-17',
];
const actions = [...new Set(operations.flatMap((operation) => operation.actions))];
const options = [
  ...actions.map((label) => ({ label, type: 'function' })),
  ...['chime:*', 'iam:*', 'chime:Get*', 'chime:List*'].map((label) => ({ label, type: 'function' })),
  ...conditionKeys.map((label) => ({ label, type: 'variable' })),
  ...comparisons.map((label) => ({ label, type: 'keyword' })),
  ...elements.map((label) => ({ label, type: 'property' })),
];

/** Inside of quotes whatever stands in policies is offered. */
function complete(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/"[\w:*/.-]*$/);
  if (!word || (word.to - word.from < 2 && !context.explicit)) return null;
  return { from: word.from + 1, options, validFor: /^[\w:*/.-]*$/ };
}
