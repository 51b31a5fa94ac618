import type { Statement } from '../document.ts';
import type { FindingCode } from '../findings.ts';
import { coversName } from './actions.ts';
import type { LintScope } from './policy.ts';

/** An action that lets its holder borrow the permissions of roles, and what to say of each way to grant it too widely. */
interface Escalation {
  readonly action: string;
  /** A condition key that narrows the grant enough. */
  readonly narrowedBy: string | undefined;
  /** By how the action is named (by itself, by a wildcard, by NotAction): the codes for a wide Resource and for NotResource. */
  readonly codes: Readonly<Record<'exact' | 'wildcard' | 'negated', readonly [FindingCode, FindingCode]>>;
}

/** Reports an Allow that gives away iam:PassRole or iam:CreateServiceLinkedRole on every role, as Access Analyzer does. */
export function lintEscalation(statement: Statement, { report }: LintScope): void {
  const { effect, action, resource, conditions } = statement;
  if (effect !== 'Allow' || resource === undefined) return;
  const isWide = resource.values.some(({ value }) => /^\*$|:(?:\*|role\/\*)$/.test(value));
  if (!resource.isNegated && !isWide) return;
  for (const { action: name, narrowedBy, codes } of escalations) {
    if (!coversName(statement, name)) continue;
    if (!resource.isNegated && conditions.some(({ key }) => key.value.toLowerCase() === narrowedBy)) continue;
    const isExact = action.values.some(({ value }) => value.toLowerCase() === name);
    const [wideCode, negatedCode] = codes[action.isNegated ? 'negated' : isExact ? 'exact' : 'wildcard'];
    report(resource.isNegated ? negatedCode : wideCode, action.span);
  }
}

const escalations: readonly Escalation[] = [
  {
    action: 'iam:passrole',
    narrowedBy: 'iam:passedtoservice',
    codes: {
      exact: ['PASS_ROLE_WITH_STAR_IN_RESOURCE', 'PASS_ROLE_WITH_NOT_RESOURCE'],
      wildcard: ['PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE', 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE'],
      negated: ['PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION', 'PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE'],
    },
  },
  {
    action: 'iam:createservicelinkedrole',
    narrowedBy: undefined,
    codes: {
      exact: ['CREATE_SLR_WITH_STAR_IN_RESOURCE', 'CREATE_SLR_WITH_NOT_RESOURCE'],
      wildcard: ['CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE', 'CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE'],
      negated: ['CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION', 'CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE'],
    },
  },
];
