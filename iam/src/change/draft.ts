import { bindLayers, type BoundLayers, type BoundStatement, type Group, type Layer } from '../bind.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CompiledPolicy } from '../compile.ts';
import { bindContext, type BoundContext } from '../context.ts';
import type { Request } from '../evaluate.ts';
import { statementApplies } from '../statement.ts';

/** A layer, or one level of SCPs, whose policies are being changed. */
export interface Draft {
  readonly layer: Layer;
  readonly level: number;
  readonly slots: readonly Slot[];
}

/** A policy before and after: `before` is undefined for a new one, `after` for one that is taken away. */
export interface Slot {
  readonly before: CompiledPolicy | undefined;
  readonly after: CompiledPolicy | undefined;
  /** What was done to it, one sentence each. */
  readonly summaries: readonly string[];
}

/** The request a change is for, and everything else that must not become possible through it. */
export interface Wish {
  readonly request: Request;
  readonly catalogue: Catalogue;
  /** The action as the catalogue spells it. */
  readonly action: string;
  /** All other actions the catalogue knows. */
  readonly others: readonly string[];
  readonly isEditable: (policy: CompiledPolicy) => boolean;
}

export function createDraft({ layer, level, statements }: Group): Draft {
  const policies = [...new Set(statements.map(({ policy }) => policy))];
  return { layer, level, slots: policies.map((policy) => ({ before: policy, after: policy, summaries: [] })) };
}

/** The policies of a draft as they are now. */
export function policiesOf({ slots }: Draft): CompiledPolicy[] {
  return slots.map(({ after }) => after).filter((policy) => policy !== undefined);
}

/** A draft with one slot changed; without an index, with one more. */
export function withSlot(draft: Draft, index: number | undefined, after: CompiledPolicy | undefined, summary: string): Draft {
  if (index === undefined) return { ...draft, slots: [...draft.slots, { before: undefined, after, summaries: [summary] }] };
  const change = (slot: Slot, at: number): Slot => (at === index ? { ...slot, after, summaries: [...slot.summaries, summary] } : slot);
  return { ...draft, slots: draft.slots.map(change) };
}

/** What a draft's policies say to a request, by themselves. */
export interface Reading {
  readonly statements: readonly BoundStatement[];
  readonly context: BoundContext;
  /** Those that deny the action. */
  readonly denies: readonly BoundStatement[];
  readonly isAllowed: boolean;
  /** Each other action that a Deny applies to, and each that an Allow applies to, with the resource. */
  readonly denied: ReadonlySet<string>;
  readonly allowed: ReadonlySet<string>;
}

export function readDraft(draft: Draft, { request, catalogue, action, others }: Wish): Reading {
  // As one level of SCPs: what a statement applies to does not depend on the layer.
  const bound = bindLayers({ scp: [policiesOf(draft)], identity: [], root: true }, catalogue);
  const context = bindContext(bound, request.context);
  const denied = new Set<string>();
  const allowed = new Set<string>();
  for (const resource of new Set([request.resource, '*'])) {
    for (const other of others) {
      const { denies, isAllowed } = ask(bound, context, other, resource, request);
      if (denies.length > 0) denied.add(`${other} ${resource}`);
      if (isAllowed) allowed.add(`${other} ${resource}`);
    }
  }
  const statements = bound.groups[0]?.statements ?? [];
  return { statements, context, ...ask(bound, context, action, request.resource, request), denied, allowed };
}

function ask({ plans }: BoundLayers, context: BoundContext, action: string, resource: string, { principal }: Request) {
  const { denies, groups } = plans.get(action);
  const applies = (statement: BoundStatement): boolean => statementApplies(statement, context, resource, principal);
  return {
    denies: denies.map(({ statement }) => statement).filter(applies),
    isAllowed: groups.some(({ allows }) => allows.some(applies)),
  };
}
