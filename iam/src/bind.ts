import { isUserDefinedKey, findKey, type Catalogue } from './catalogue.ts';
import type { ActionTest, CompiledCondition, CompiledPolicy, CompiledStatement, ResourceTest } from './compile.ts';
import type { Slot } from './context.ts';
import type { PrincipalElement } from './document.ts';
import type { Facet, Facets } from './operators/value.ts';
import { createPlans, type Plans } from './plan.ts';
import { listVariables, type Template } from './variables.ts';

/** The layers of policies, in the order in which a denial names them. */
export type Layer = 'scp' | 'identity' | 'boundary' | 'session' | 'trust';

/**
 * The policies that decide for one principal. Every present layer must allow. An absent or empty layer is not asked, except
 * identity, which then allows nothing.
 */
export interface Layers {
  /** One list per level, from the root of the organisation down; each level must allow. */
  readonly scp: readonly (readonly CompiledPolicy[])[];
  readonly identity: readonly CompiledPolicy[];
  readonly boundary?: readonly CompiledPolicy[] | undefined;
  readonly session?: readonly CompiledPolicy[] | undefined;
  /** The trust policy of the role, for sts:AssumeRole and its kin. Requests then carry a principal. */
  readonly trust?: readonly CompiledPolicy[] | undefined;
  /** The caller is the account root: allowed by default, without a boundary, but bound by SCPs and explicit denies. */
  readonly root?: boolean | undefined;
}

/** Layers prepared for decisions: conditions shared, keys numbered. Immutable from outside, and free to be shared. */
export interface BoundLayers {
  readonly groups: readonly Group[];
  readonly conditions: readonly BoundCondition[];
  readonly slots: readonly Slot[];
  /** By key in lower case, and as some policy spells it. */
  readonly slotsByKey: ReadonlyMap<string, Slot>;
  readonly plans: Plans;
}

/** Policies that must allow together: a layer, or one level of SCPs. */
export interface Group {
  readonly layer: Layer;
  /** The level of the SCPs, from 0; 0 for other layers. */
  readonly level: number;
  /** Whether this group's silence denies. False for the identity layer of the root. */
  readonly mustAllow: boolean;
  readonly statements: readonly BoundStatement[];
}

/** A statement of a bound policy. */
export interface BoundStatement {
  readonly policy: CompiledPolicy;
  readonly compiled: CompiledStatement;
  readonly isAllow: boolean;
  readonly action: ActionTest;
  readonly resource: BoundResource | undefined;
  readonly principal: PrincipalElement | undefined;
  readonly conditions: readonly BoundCondition[];
}

/** Resource or NotResource, its templates numbered so that a context can keep what they resolve to. */
export interface BoundResource extends ResourceTest {
  /** The number of the first template. */
  readonly templatesFrom: number;
}

/** A condition of a binding. Equal conditions of all its policies are this one object. */
export interface BoundCondition {
  /** Its place in {@link BoundLayers.conditions}. */
  readonly index: number;
  readonly slot: Slot;
  readonly compiled: CompiledCondition;
}

/** Prepares layers for decisions, once per principal. The catalogue brings action aliases and the arity of its keys. */
export function bindLayers(layers: Layers, catalogue?: Catalogue): BoundLayers {
  const binder = createBinder(catalogue);
  const groups: Group[] = [];
  const add = (layer: Layer, policies: readonly CompiledPolicy[], level = 0, mustAllow = true): void => {
    groups.push({ layer, level, mustAllow, statements: policies.flatMap((policy) => binder.bindStatements(policy)) });
  };
  layers.scp.forEach((policies, level) => add('scp', policies, level));
  const isRoot = layers.root === true;
  add('identity', layers.identity, 0, !isRoot);
  if (isPresent(layers.boundary) && !isRoot) add('boundary', layers.boundary);
  if (isPresent(layers.session)) add('session', layers.session);
  if (isPresent(layers.trust)) add('trust', layers.trust);
  const { conditions, slots, slotsByKey } = binder.finish();
  return { groups, conditions, slots, slotsByKey, plans: createPlans(groups, catalogue) };
}

/** The condition keys that policies look at, in resources and conditions: spelled as they are first, in the order of the texts, each once. */
export function listContextKeys(policies: readonly CompiledPolicy[]): string[] {
  const names = new Map<string, string>();
  const note = (name: string): void => void (names.has(name.toLowerCase()) || names.set(name.toLowerCase(), name));
  for (const { statements } of policies) {
    for (const { conditions, resource } of statements) {
      for (const name of (resource?.templates ?? []).flatMap(variableNames)) note(name);
      for (const { source, values } of conditions) {
        note(source.key.value);
        for (const name of values.flatMap(variableNames)) note(name);
      }
    }
  }
  return [...names.values()];
}

/** The keys of a template's variables as the policy spells them. */
function variableNames(template: Template): string[] {
  return listVariables(template).map(({ key }) => {
    const at = template.source.toLowerCase().indexOf(`\${${key}`);
    return at === -1 ? key : template.source.slice(at + 2, at + 2 + key.length);
  });
}

function isPresent(policies: readonly CompiledPolicy[] | undefined): policies is readonly CompiledPolicy[] {
  return policies !== undefined && policies.length > 0;
}

interface Binder {
  readonly bindStatements: (policy: CompiledPolicy) => BoundStatement[];
  readonly finish: () => Pick<BoundLayers, 'conditions' | 'slots' | 'slotsByKey'>;
}

interface OpenSlot extends Slot {
  readonly facets: Record<Facet, boolean>;
}

function createBinder(catalogue: Catalogue | undefined): Binder {
  const slots: OpenSlot[] = [];
  const slotsByKey = new Map<string, OpenSlot>();
  const conditions = new Map<string, BoundCondition>();
  let templateCount = 0;

  const bindSlot = (key: string): OpenSlot => {
    const known = slotsByKey.get(key);
    if (known !== undefined) return known;
    const isMultivalued = findKey(key, catalogue)?.isMultivalued === true;
    const slot = { index: slots.length, key, facets: { ...noFacets }, isMultivalued, isUserDefined: isUserDefinedKey(key) };
    slots.push(slot);
    slotsByKey.set(key, slot);
    return slot;
  };
  const bindVariables = (templates: readonly Template[]): void => {
    for (const { key } of templates.flatMap(listVariables)) bindSlot(key);
  };
  const bindCondition = (compiled: CompiledCondition): BoundCondition => {
    const known = conditions.get(compiled.identity);
    if (known !== undefined) return known;
    const slot = bindSlot(compiled.key);
    // Requests mostly spell keys as policies do: then looking one up need not fold it first.
    slotsByKey.set(compiled.source.key.value, slot);
    const facet = compiled.name.operator?.facet;
    if (facet !== undefined) slot.facets[facet] = true;
    bindVariables(compiled.values);
    const condition = { index: conditions.size, slot, compiled };
    conditions.set(compiled.identity, condition);
    return condition;
  };
  const bindResource = (resource: ResourceTest): BoundResource => {
    bindVariables(resource.templates);
    const templatesFrom = templateCount;
    templateCount += resource.templates.length;
    return { ...resource, templatesFrom };
  };
  const bindStatements = (policy: CompiledPolicy): BoundStatement[] =>
    policy.statements.map((compiled) => ({
      policy,
      compiled,
      isAllow: compiled.source.effect === 'Allow',
      action: compiled.action,
      resource: compiled.resource && bindResource(compiled.resource),
      principal: compiled.principal,
      conditions: compiled.conditions.map(bindCondition),
    }));
  return { bindStatements, finish: () => ({ conditions: [...conditions.values()], slots, slotsByKey }) };
}

const noFacets: Facets = { folded: false, decimal: false, instant: false, address: false, colons: false, bytes: false };
