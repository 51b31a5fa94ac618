import type { BoundStatement, Group, Layers } from '../bind.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CompiledPolicy } from '../compile.ts';
import { allowedBy, someApplies } from './access.ts';
import { listActionClasses, type ActionClass } from './actions.ts';
import { AnalysisError } from './error.ts';
import { toExample, type RequestExample } from './example.ts';
import type { Facts } from './facts.ts';
import { not, search, type Domains, type Formula } from './formula.ts';
import { createSpace, type Space } from './space.ts';

/** Whether an action is allowed: to every request, to some, or to none. */
export type Verdict = 'always' | 'sometimes' | 'never';

/** What some layers say of one action. */
export interface Permission {
  readonly action: string;
  readonly verdict: Verdict;
  /** Of 'sometimes': what has to hold, one text for each Allow that may grant it; and what must not, one for each Deny. */
  readonly when: readonly string[];
  readonly unless: readonly string[];
}

/**
 * What the layers of a principal let it do, action by action in the order of the catalogue. @param within patterns that the
 * actions match; @param facts what every request of the principal carries.
 * @throws {AnalysisError} when the policies are too involved
 */
export function listPermissions(layers: Layers, catalogue: Catalogue, within: readonly string[], facts?: Facts): Permission[] {
  const space = createSpace(layers, catalogue, facts);
  const { groups } = space.bound;
  const classes = classesOf(
    groups.flatMap(({ statements }) => statements),
    catalogue,
    within,
  );
  return classes.flatMap((actions) => {
    const allowed = allowedByAll(space, groups, actions);
    const verdict = judge(allowed, space.restrict(actions.isStar));
    const reasons = verdict === 'sometimes' ? reasonsOf(groups, actions) : { when: [], unless: [] };
    return actions.actions.map((action) => ({ action, verdict, ...reasons }));
  });
}

/** How a policy and its successor differ for one action. */
export interface AccessChange {
  readonly action: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** A request that only the successor allows, and one that only the predecessor did; 'unproved' when variables hide whether there is one. */
  readonly gained: RequestExample | 'unproved' | undefined;
  readonly lost: RequestExample | 'unproved' | undefined;
  /** The conditions under which the successor allows the action. */
  readonly when: readonly string[];
  readonly unless: readonly string[];
}

/**
 * The actions for which two policies differ in effect, whatever their texts look like.
 * @throws {AnalysisError} when the policies are too involved
 */
export function listAccessChanges(before: CompiledPolicy, after: CompiledPolicy, catalogue: Catalogue): AccessChange[] {
  const [old, updated] = [{ ...before }, { ...after }];
  const space = createSpace({ scp: [], identity: [old, updated] }, catalogue);
  const statements = space.bound.groups.flatMap((group) => group.statements);
  return classesOf(statements, catalogue, ['*']).flatMap((actions) => {
    const of = (policy: CompiledPolicy): BoundStatement[] => actions.statements.filter((statement) => statement.policy === policy);
    const [allowedBefore, allowedAfter] = [allowedBy(space, of(old)), allowedBy(space, of(updated))];
    const domains = space.restrict(actions.isStar);
    const gained = findRequest(space, actions, { all: [allowedAfter, not(allowedBefore)] }, domains);
    const lost = findRequest(space, actions, { all: [allowedBefore, not(allowedAfter)] }, domains);
    if (gained === undefined && lost === undefined) return [];
    const verdicts = { before: judge(allowedBefore, domains), after: judge(allowedAfter, domains) };
    const reasons = verdicts.after === 'sometimes' ? describeReasons(of(updated)) : { when: [], unless: [] };
    return actions.actions.map((action) => ({ action, ...verdicts, gained: named(gained, action), lost: named(lost, action), ...reasons }));
  });
}

function named(example: RequestExample | 'unproved' | undefined, action: string): RequestExample | 'unproved' | undefined {
  return typeof example === 'object' ? { ...example, action } : example;
}

function classesOf(statements: readonly BoundStatement[], catalogue: Catalogue, within: readonly string[]): ActionClass[] {
  const classes = listActionClasses(statements, catalogue, within);
  if (classes === undefined) throw new AnalysisError('The wildcards of the actions can be combined in too many ways.');
  return classes;
}

/** That no Deny applies, and that every layer which must allows. */
function allowedByAll(space: Space, groups: readonly Group[], { statements }: ActionClass): Formula {
  const allows = groups.filter(({ mustAllow }) => mustAllow);
  return {
    all: [
      not(someApplies(space, statements, false)),
      ...allows.map((group) =>
        someApplies(
          space,
          group.statements.filter((statement) => statements.includes(statement)),
          true,
        ),
      ),
    ],
  };
}

function judge(allowed: Formula, domains: Domains): Verdict {
  const [some, other] = [search(allowed, domains), search(not(allowed), domains)];
  if (some === 'too complex' || other === 'too complex')
    throw new AnalysisError('The conditions of the policies can be combined in too many ways.');
  return some === 'impossible' ? 'never' : other === 'impossible' ? 'always' : 'sometimes';
}

function findRequest(
  space: Space,
  { actions, statements }: ActionClass,
  goal: Formula,
  domains: Domains,
): RequestExample | 'unproved' | undefined {
  const found = search(goal, domains);
  if (found === 'too complex') throw new AnalysisError('The conditions of the policies can be combined in too many ways.');
  if (found === 'impossible') return undefined;
  return space.looseVariables.size === 0 ? toExample(space, found.domains, actions[0], statements) : 'unproved';
}

function reasonsOf(groups: readonly Group[], { statements }: ActionClass): { when: string[]; unless: string[] } {
  // The identity layer is what a person edits; the other layers are told by what they leave out.
  const identity = new Set(groups.filter(({ layer }) => layer === 'identity').flatMap((group) => group.statements));
  const others = statements.filter((statement) => !identity.has(statement) && statement.isAllow && describeStatement(statement) !== '');
  const { when, unless } = describeReasons(statements.filter((statement) => identity.has(statement) || !statement.isAllow));
  return { when: [...when, ...others.map((statement) => `and ${describeStatement(statement)}`)], unless };
}

function describeReasons(statements: readonly BoundStatement[]): { when: string[]; unless: string[] } {
  const describe = (isAllow: boolean): string[] => [
    ...new Set(statements.filter((statement) => statement.isAllow === isAllow).map(describeStatement)),
  ];
  const when = describe(true);
  // One Allow without conditions makes those of the others immaterial.
  return { when: when.includes('') ? [] : when, unless: describe(false) };
}

/** `on arn:aws:s3:::logs/* if IpAddress aws:SourceIp 10.0.0.0/8 and …`; empty for a statement about every request. */
function describeStatement({ compiled: { source } }: BoundStatement): string {
  const { resource, conditions } = source;
  const values = resource?.values.map(({ value }) => value).join(', ');
  const on = resource === undefined || (values === '*' && !resource.isNegated) ? '' : `${resource.isNegated ? 'not on' : 'on'} ${values}`;
  const terms = conditions.map(
    ({ operator, key, values: wanted }) => `${operator.source} ${key.value} ${wanted.map(({ value }) => value).join(', ')}`,
  );
  return [on, terms.length === 0 ? '' : `if ${terms.join(' and ')}`].filter((part) => part !== '').join(' ');
}
