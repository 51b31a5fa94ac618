import { bindLayers, type BoundLayers, type Layer, type Layers } from '../bind.ts';
import type { Catalogue } from '../catalogue.ts';
import { compileDocument, type CompiledPolicy } from '../compile.ts';
import { bindContext } from '../context.ts';
import type { PolicyKind } from '../document.ts';
import { evaluate, isTrustedByName, type Request } from '../evaluate.ts';
import { readPolicy } from '../grammar/policy.ts';
import type { RequestPrincipal } from '../principal.ts';
import { measurePolicy, sizeLimit } from '../size.ts';
import { createDraft, policiesOf, readDraft, withSlot, type Draft, type Reading, type Slot, type Wish } from './draft.ts';
import { applyEdit } from './edit.ts';
import { proposeLessDeny, proposeMoreAllow, proposeStatement, type Proposal } from './proposal.ts';

/** A change of one policy, as the text before and after it. */
export interface PolicyChange {
  readonly layer: Layer;
  /** The level of the SCPs, from 0; 0 for other layers. */
  readonly level: number;
  /** The policy's name; undefined for a new policy. */
  readonly policy: string | undefined;
  readonly kind: PolicyKind;
  /** The policy itself cannot be edited: a copy with the new text takes its place. */
  readonly isCopy: boolean;
  /** Undefined for a new policy. */
  readonly before: string | undefined;
  /** Undefined for a policy that is removed. */
  readonly after: string | undefined;
  /** What is done, a sentence each. */
  readonly summaries: readonly string[];
}

/**
 * The smallest change of policies, in characters, that would allow a request: none if it is allowed, undefined if no edit of
 * policies allows it without allowing anything else. Each layer that stands in the way is changed for itself. The engine has
 * verified the answer: with it the request is allowed, and in the same context no Deny was lifted from, and no Allow given to,
 * any other action of the catalogue.
 * @param isEditable whether a policy may be edited where it is; of others a copy is edited
 */
export function smallestChange(
  bound: BoundLayers,
  request: Request,
  catalogue: Catalogue,
  isEditable: (policy: CompiledPolicy) => boolean = () => true,
): readonly PolicyChange[] | undefined {
  const wish: Wish = { request, catalogue, isEditable, ...nameActions(request.action, catalogue) };
  const settled = bound.groups.map((group) => settle(createDraft(group), group.mustAllow && !isWaived(bound, request, group.layer), wish));
  const drafts = settled.filter((draft) => draft !== undefined);
  if (drafts.length < settled.length) return undefined;
  const isRoot = bound.groups.some(({ layer, mustAllow }) => layer === 'identity' && !mustAllow);
  const changed = bindLayers(toLayers(drafts, isRoot), catalogue);
  if (evaluate(changed, request).decision !== 'allowed') return undefined;
  return drafts.flatMap((draft) => draft.slots.flatMap((slot) => toChange(draft, slot, isEditable)));
}

/** Edits tried before giving up on a layer; the smallest are tried first. */
const attemptsMax = 64;
/** Statements of one layer that may deny the same request. */
const deniesMax = 32;

function nameActions(asked: string, catalogue: Catalogue): Pick<Wish, 'action' | 'others'> {
  const known = catalogue.actions.map(({ service, name, aliases = [] }) => ({ action: `${service}:${name}`, service, aliases }));
  const folded = asked.toLowerCase();
  const found = known.find(
    ({ action, service, aliases }) =>
      action.toLowerCase() === folded || aliases.some((alias) => `${service}:${alias}`.toLowerCase() === folded),
  );
  const action = found?.action ?? asked;
  const names = new Set([...known.map((one) => one.action), ...catalogue.actions.flatMap(({ dependsOn = [] }) => dependsOn)]);
  return { action, others: [...names].filter((name) => name.toLowerCase() !== action.toLowerCase()) };
}

/** Whoever a trust policy names needs no identity-based policy. */
function isWaived(bound: BoundLayers, { action, resource, context, principal }: Request, layer: Layer): boolean {
  if (layer !== 'identity' || principal === undefined) return false;
  return isTrustedByName(bound.plans.get(action), bindContext(bound, context), resource, principal);
}

/** Changes a draft until it stands no longer in the way; undefined if that cannot be done. */
function settle(draft: Draft, mustAllow: boolean, wish: Wish): Draft | undefined {
  let step: Step = { draft, reading: readDraft(draft, wish) };
  for (let round = 0; step.reading.denies.length > 0; round += 1) {
    const next = round < deniesMax ? findStep(step, listLessDeny(step, wish), wish) : undefined;
    if (next === undefined) return undefined;
    step = next;
  }
  if (step.reading.isAllowed || !mustAllow) return step.draft;
  return findStep(step, listMoreAllow(step, wish), wish)?.draft;
}

interface Step {
  readonly draft: Draft;
  readonly reading: Reading;
}

interface Attempt {
  readonly draft: Draft;
  readonly cost: number;
}

/** The cheapest attempt that makes progress and changes nothing for any other action. */
function findStep({ reading }: Step, attempts: readonly Attempt[], wish: Wish): Step | undefined {
  for (const { draft } of attempts.toSorted((a, b) => a.cost - b.cost).slice(0, attemptsMax)) {
    const after = readDraft(draft, wish);
    const isProgress = after.denies.length < reading.denies.length || (after.denies.length === 0 && after.isAllowed && !reading.isAllowed);
    if (isProgress && isWithin(reading.denied, after.denied) && isWithin(after.allowed, reading.allowed)) return { draft, reading: after };
  }
  return undefined;
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}

function listLessDeny({ draft, reading }: Step, wish: Wish): Attempt[] {
  const [deny] = reading.denies;
  if (deny === undefined) return [];
  const index = draft.slots.findIndex(({ after }) => after === deny.policy);
  return proposeLessDeny(deny, reading.context, wish).flatMap((proposal) => attempt(draft, index, proposal, wish));
}

function listMoreAllow({ draft, reading }: Step, wish: Wish): Attempt[] {
  const statement = newStatement(wish, draft.layer);
  const edits = draft.slots.flatMap(({ after }, index) => {
    if (after === undefined) return [];
    const nearMisses = reading.statements.filter(({ policy }) => policy === after);
    const proposals = [
      ...nearMisses.flatMap((bound) => proposeMoreAllow(bound, reading.context, wish)),
      ...(statement ? proposeStatement(after.document.text, statement, wish.action) : []),
    ];
    return proposals.flatMap((proposal) => attempt(draft, index, proposal, wish));
  });
  return [...edits, ...(statement ? addPolicy(draft, statement, wish) : [])];
}

function attempt(draft: Draft, index: number, { edit, summary }: Proposal, { isEditable }: Wish): Attempt[] {
  const slot = draft.slots[index];
  if (slot?.after === undefined) return [];
  const { kind, name, document } = slot.after;
  if (edit === 'withdraw') {
    // Without its last policy a layer would no longer be asked at all; identity-based policies may all go.
    const isSpare = draft.layer === 'identity' || policiesOf(draft).length > 1;
    return isSpare ? [{ draft: withSlot(draft, index, undefined, summary), cost: document.text.length }] : [];
  }
  const text = applyEdit(document.text, edit);
  const isCopy = slot.before !== undefined && !isEditable(slot.before);
  const cost = isCopy ? text.length : costOf(document.text.slice(edit.start, edit.end), edit.text);
  return compile(text, kind, name).map((policy) => ({ draft: withSlot(draft, index, policy, summary), cost }));
}

/** Characters taken away and put in; what is only wrapped stays. */
function costOf(removed: string, inserted: string): number {
  return inserted.includes(removed) ? inserted.length - removed.length : inserted.length + removed.length;
}

/** A policy of its own for the action, where a layer takes one more. */
function addPolicy(draft: Draft, statement: object, { action }: Wish): Attempt[] {
  const kind = newPolicyKinds[draft.layer];
  if (kind === undefined) return [];
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
  const summary = `Add a policy that allows ${action}.`;
  return compile(text, kind, undefined).map((policy) => ({ draft: withSlot(draft, undefined, policy, summary), cost: text.length }));
}

/** A boundary and a trust policy there is only one of. */
const newPolicyKinds: Readonly<Record<Layer, PolicyKind | undefined>> = {
  scp: 'scp',
  identity: 'identity',
  boundary: undefined,
  session: 'session',
  trust: undefined,
};

function newStatement({ request, action }: Wish, layer: Layer): object | undefined {
  if (layer !== 'trust') return { Effect: 'Allow', Action: action, Resource: request.resource };
  const principal = request.principal && principalElement(request.principal);
  return principal && { Effect: 'Allow', Principal: principal, Action: action };
}

function principalElement({ arns: [arn], account, service, federated }: RequestPrincipal): Record<string, string> | undefined {
  if (service !== undefined) return { Service: service };
  if (federated !== undefined) return { Federated: federated };
  const named = arn ?? account;
  return named === undefined ? undefined : { AWS: named };
}

/** Nothing where the text would be no policy of its kind, because it is too long for instance. */
function compile(text: string, kind: PolicyKind, name: string | undefined): CompiledPolicy[] {
  if (measurePolicy(text) > sizeLimit(kind)) return [];
  const { document, faults } = readPolicy(text, kind);
  return document === undefined || faults.length > 0 ? [] : [compileDocument(document, kind, name)];
}

function toLayers(drafts: readonly Draft[], root: boolean): Layers {
  const of = (layer: Layer): CompiledPolicy[] => drafts.filter((draft) => draft.layer === layer).flatMap(policiesOf);
  const scp = drafts.filter(({ layer }) => layer === 'scp').map(policiesOf);
  return { scp, identity: of('identity'), boundary: of('boundary'), session: of('session'), trust: of('trust'), root };
}

function toChange({ layer, level }: Draft, { before, after, summaries }: Slot, isEditable: Wish['isEditable']): PolicyChange[] {
  if (before === after) return [];
  const isCopy = before !== undefined && after !== undefined && !isEditable(before);
  const kind = (before ?? after)?.kind ?? 'identity';
  return [{ layer, level, policy: before?.name, kind, isCopy, before: before?.document.text, after: after?.document.text, summaries }];
}
