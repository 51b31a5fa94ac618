import { someApplies } from '../analysis/access.ts';
import { listActionClasses, type ActionClass } from '../analysis/actions.ts';
import { not, search, type Formula } from '../analysis/formula.ts';
import { createSpace, type Space } from '../analysis/space.ts';
import type { BoundStatement } from '../bind.ts';
import { compileDocument } from '../compile.ts';
import type { LintScope } from './policy.ts';

/** Statements that no request can match, Allows that a Deny always overrules, and Denies that nobody could take back. */
export function lintReach({ document, kind, catalogue, report }: LintScope): void {
  const space = createSpace({ scp: [], identity: [compileDocument(document, kind, undefined)] }, catalogue);
  const statements = space.bound.groups.flatMap((group) => group.statements);
  const classes = listActionClasses(statements, catalogue);
  if (classes === undefined) return;
  for (const statement of statements) {
    const { span, conditionSpan } = statement.compiled.source;
    const own = classes.filter((actions) => actions.statements.includes(statement));
    if (own.some((actions) => isPossible(space, actions, space.applies(statement)))) {
      const denies = statement.isAllow ? findShadow(space, statement, own) : [];
      if (denies.length > 0) report('SHADOWED_BY_DENY', span, describeDenies(denies));
    } else if (isContradictory(space, statement)) {
      report('STATEMENT_NEVER_MATCHES', conditionSpan ?? span, 'its conditions contradict each other.');
    } else if (statement.action.isNegated || statement.resource?.isNegated === true) {
      // Without a negation, what keeps it from matching has a finding of its own.
      report('STATEMENT_NEVER_MATCHES', span, 'its NotAction or NotResource leaves nothing to match.');
    }
  }
  const lock = kind === 'trust' ? undefined : findLock(space, statements, classes);
  if (lock !== undefined) report('LOCKS_OUT_LAST_ADMINISTRATOR', lock.compiled.source.span);
}

function isPossible(space: Space, { isStar }: ActionClass, goal: Formula): boolean {
  return search(goal, space.restrict(isStar)) !== 'impossible';
}

function isContradictory(space: Space, statement: BoundStatement): boolean {
  return search(space.conditionsHold(statement), space.domains) === 'impossible';
}

/** The Denies without which an Allow would allow something, if with them it does not: one that is enough alone, or all of them. */
function findShadow(space: Space, statement: BoundStatement, classes: readonly ActionClass[]): BoundStatement[] {
  const denies = [...new Set(classes.flatMap(({ statements }) => statements))].filter(({ isAllow }) => !isAllow);
  const overrule = (some: readonly BoundStatement[]): boolean =>
    classes.every((actions) => {
      const about = some.filter((deny) => actions.statements.includes(deny));
      return !isPossible(space, actions, { all: [space.applies(statement), not(someApplies(space, about, false))] });
    });
  if (denies.length === 0 || !overrule(denies)) return [];
  const alone = denies.find((deny) => overrule([deny]));
  return alone === undefined ? denies : [alone];
}

function describeDenies(denies: readonly BoundStatement[]): string {
  const names = denies.map(({ compiled: { source } }) =>
    source.sid?.value ? `the statement ${source.sid.value}` : `statement ${source.index + 1}`,
  );
  return names.join(' together with ');
}

/** The Deny that, with the others, leaves no action with which a policy could be changed or taken away from its holder. */
function findLock(space: Space, statements: readonly BoundStatement[], classes: readonly ActionClass[]): BoundStatement | undefined {
  const ways = classes.filter(({ actions }) => actions.some((action) => waysOut.has(action)));
  const isDenied = (actions: ActionClass): boolean => !isPossible(space, actions, not(someApplies(space, actions.statements, false)));
  if (ways.length === 0 || !ways.every(isDenied)) return undefined;
  return statements.find((statement) => !statement.isAllow && ways.some((actions) => actions.statements.includes(statement)));
}

/** The actions of IAM that can undo a policy, wherever it is attached. */
const waysOut: ReadonlySet<string> = new Set([
  'iam:CreatePolicyVersion',
  'iam:DeleteGroupPolicy',
  'iam:DeleteUserPolicy',
  'iam:DetachGroupPolicy',
  'iam:DetachUserPolicy',
  'iam:PutGroupPolicy',
  'iam:PutUserPolicy',
  'iam:RemoveUserFromGroup',
  'iam:SetDefaultPolicyVersion',
]);
