import type { BoundStatement, Group, Layer } from './bind.ts';
import type { Catalogue } from './catalogue.ts';
import type { ActionTest } from './compile.ts';
import type { Decision } from './evaluate.ts';
import { matchesPattern } from './pattern.ts';

/** What has to be looked at for one action: the statements about it, in the order in which they decide. */
export interface Plan {
  readonly denies: readonly PlannedDeny[];
  readonly groups: readonly PlannedGroup[];
}

/** A Deny about the action, with the decision it leads to, made once so that deciding allocates nothing. */
export interface PlannedDeny {
  readonly statement: BoundStatement;
  readonly decision: Decision;
}

/** The Allows of a group about the action, those easiest to answer first, and what it means when none applies. */
export interface PlannedGroup {
  readonly layer: Layer;
  readonly allows: readonly BoundStatement[];
  readonly decision: Decision;
}

/** Finds the plan of an action, making it the first time it is asked for. */
export interface Plans {
  readonly get: (action: string) => Plan;
  /** The spellings of an action that policies may use, in lower case. */
  readonly spellings: (action: string) => readonly string[];
}

/** Plans for the groups of a binding. Kept for the first {@link plansMax} actions; names come from callers, so there is a limit. */
export function createPlans(groups: readonly Group[], catalogue: Catalogue | undefined): Plans {
  const plans = new Map<string, Plan>();
  const aliased = listSpellings(catalogue);
  const spellings = (action: string): readonly string[] => {
    const folded = action.toLowerCase();
    return aliased.get(folded) ?? [folded];
  };
  const get = (action: string): Plan => {
    const known = plans.get(action);
    if (known !== undefined) return known;
    const plan = createPlan(groups, spellings(action));
    if (plans.size < plansMax) plans.set(action, plan);
    return plan;
  };
  return { get, spellings };
}

/** Whether Action or NotAction covers an action, given all its spellings in lower case: a policy may use any of them. */
export function coversAction({ isNegated, patterns }: ActionTest, spellings: readonly string[]): boolean {
  return isNegated !== patterns.some((pattern) => spellings.some((spelling) => matchesPattern(pattern, spelling)));
}

/** For each spelling of an action that has aliases, all of its spellings; names in lower case. */
export function listSpellings(catalogue: Catalogue | undefined): ReadonlyMap<string, readonly string[]> {
  const spellings = new Map<string, readonly string[]>();
  for (const { service, name, aliases = [] } of catalogue?.actions ?? []) {
    if (aliases.length === 0) continue;
    const all = [name, ...aliases].map((spelling) => `${service}:${spelling}`.toLowerCase());
    for (const spelling of all) spellings.set(spelling, all);
  }
  return spellings;
}

const plansMax = 1024;

function createPlan(groups: readonly Group[], spellings: readonly string[]): Plan {
  const denies: PlannedDeny[] = [];
  const planned: PlannedGroup[] = [];
  for (const { layer, mustAllow, statements } of groups) {
    const about = statements.filter((statement) => coversAction(statement.action, spellings));
    for (const statement of about) {
      if (!statement.isAllow) denies.push({ statement, decision: explicitDeny(layer, statement) });
    }
    if (mustAllow) planned.push({ layer, allows: sortAllows(about), decision: { decision: 'implicitDeny', layer } });
  }
  return { denies, groups: planned };
}

function explicitDeny(layer: Layer, { policy, compiled }: BoundStatement): Decision {
  return { decision: 'explicitDeny', layer, policy: policy.name, statement: compiled.source.index };
}

/** One Allow without conditions on every resource answers for all of them. */
function sortAllows(statements: readonly BoundStatement[]): BoundStatement[] {
  const allows = statements.filter((statement) => statement.isAllow);
  const unconditional = allows.find(
    ({ conditions, principal, resource }) =>
      conditions.length === 0 && principal === undefined && resource?.isNegated === false && resource.patterns.includes('all'),
  );
  return unconditional === undefined ? allows.toSorted((a, b) => a.conditions.length - b.conditions.length) : [unconditional];
}
