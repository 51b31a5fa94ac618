import type { BoundStatement } from '../bind.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CompiledPolicy } from '../compile.ts';
import { listActionClasses, type ActionClass } from './actions.ts';
import { AnalysisError } from './error.ts';
import { allows, toExample, type RequestExample } from './example.ts';
import { not, search, type Domains, type Formula } from './formula.ts';
import { createSpace, type Space } from './space.ts';

/** An Allow that grants what it should not, and a request that proves it. */
export interface AccessReason {
  /** The index of the statement in its policy, from 0. */
  readonly statement: number;
  readonly sid: string | undefined;
  /** Absent when variables keep a proof from being found; that there is no such request is then not known either. */
  readonly example: RequestExample | undefined;
}

/** Access that is asked about: actions and resources as a policy would write them; absent = any. */
export interface AccessQuestion {
  readonly actions?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
}

/**
 * The statements of `updated` that allow a request which `existing` does not. None means that there is no such request: it is
 * a proof, over every action of the catalogue, every resource and every context.
 * @throws {AnalysisError} when the policies are too involved
 */
export function findNewAccess(existing: CompiledPolicy, updated: CompiledPolicy, catalogue?: Catalogue): AccessReason[] {
  // Copies are told apart by identity.
  const before = { ...existing };
  const after = { ...updated };
  const space = createSpace({ scp: [], identity: [before, after] }, catalogue);
  const statements = space.bound.groups.flatMap((group) => group.statements);
  return findAccess(space, listActionClasses(statements, catalogue), (isStar) => space.restrict(isStar), {
    granting: after,
    unlessAllowedBy: before,
  });
}

/**
 * The statements of a policy that allow some of the access asked about; as exact as {@link findNewAccess}.
 * @throws {AnalysisError} when the policy is too involved
 */
export function findGrantedAccess(policy: CompiledPolicy, { actions, resources }: AccessQuestion, catalogue?: Catalogue): AccessReason[] {
  const space = createSpace({ scp: [], identity: [policy] }, catalogue);
  const statements = space.bound.groups.flatMap((group) => group.statements);
  return findAccess(space, listActionClasses(statements, catalogue, actions), (isStar) => space.restrict(isStar, resources), {
    granting: policy,
    unlessAllowedBy: undefined,
  });
}

interface Sides {
  readonly granting: CompiledPolicy;
  readonly unlessAllowedBy: CompiledPolicy | undefined;
}

/** At most one reason for each statement, with an example where some action has one. */
function findAccess(
  space: Space,
  classes: readonly ActionClass[] | undefined,
  domainsOf: (isStar: boolean) => Domains,
  sides: Sides,
): AccessReason[] {
  if (classes === undefined) throw new AnalysisError('The wildcards of the actions can be combined in too many ways.');
  const reasons = new Map<number, AccessReason>();
  for (const { actions, isStar, statements } of classes) {
    const domains = domainsOf(isStar);
    const granting = statements.filter(({ policy }) => policy === sides.granting);
    const existing = statements.filter(({ policy }) => policy === sides.unlessAllowedBy);
    for (const statement of granting.filter(({ isAllow }) => isAllow)) {
      const { index, sid } = statement.compiled.source;
      if (reasons.get(index)?.example !== undefined) continue;
      const goal: Formula = { all: [space.applies(statement), not(someApplies(space, granting, false)), not(allowedBy(space, existing))] };
      const found = search(goal, domains);
      if (found === 'too complex') throw new AnalysisError('The conditions of the policies can be combined in too many ways.');
      if (found === 'impossible') continue;
      const example = toExample(space, found.domains, actions[0], [statement]);
      const isProof = allows(space, granting, example) && !allows(space, existing, example);
      reasons.set(index, { statement: index, sid: sid?.value, example: isProof ? example : undefined });
    }
  }
  return [...reasons.values()].toSorted((a, b) => a.statement - b.statement);
}

/** That the statements of one layer about an action allow the request. */
export function allowedBy(space: Space, statements: readonly BoundStatement[]): Formula {
  return { all: [someApplies(space, statements, true), not(someApplies(space, statements, false))] };
}

/** That one of the Allows, or of the Denies, applies. */
export function someApplies(space: Space, statements: readonly BoundStatement[], isAllow: boolean): Formula {
  return { any: statements.filter((statement) => statement.isAllow === isAllow).map(space.applies) };
}
