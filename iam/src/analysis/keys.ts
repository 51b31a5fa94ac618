import type { BoundCondition, BoundLayers } from '../bind.ts';
import { findKey, isUserDefinedKey, type Catalogue } from '../catalogue.ts';
import { conditionHolds } from '../condition.ts';
import { bindContext } from '../context.ts';
import { listCandidates } from './candidates.ts';
import { factContext, isSettled, type Facts } from './facts.ts';
import { distinctChoices, type Choice, type Domain, type Several } from './formula.ts';

/** What the condition keys of a binding can be, by slot. */
export interface KeySpace {
  readonly domains: readonly Domain[];
  /** Conditions that the domains do not answer: those with variables, and those of kinds that do not mix well on one key. */
  readonly loose: ReadonlySet<number>;
}

/** Prepares a domain for each key. */
export function createKeys(bound: BoundLayers, catalogue: Catalogue | undefined, facts: Facts): KeySpace {
  const loose = new Set<number>();
  const domains = bound.slots.map((slot, index): Domain => {
    const own = bound.conditions.filter((condition) => condition.slot.index === index);
    const fixed = own.filter(({ compiled }) => compiled.values.every((value) => isSettled(value, facts)));
    const known = findKey(slot.key, catalogue);
    const name = nameOf(slot.key, bound);
    const choose = (value: Choice['value']): Choice => toChoice(name, value, own, bound, facts);
    const { values, isComplete } = listCandidates(fixed, known?.type, facts);
    for (const { index: atom } of isComplete || facts.has(slot.key) ? own.filter((condition) => !fixed.includes(condition)) : own)
      loose.add(atom);
    if (facts.has(slot.key)) return { singles: [choose(facts.get(slot.key))], several: undefined };
    const present = isUserDefinedKey(slot.key) ? ['', ...values] : values.filter((value) => value !== '');
    const choices = [undefined, ...present].map(choose);
    const takesSeveral = slot.isMultivalued || (known === undefined && own.some(({ compiled }) => compiled.name.qualifier !== undefined));
    return { singles: distinctChoices(choices), several: takesSeveral ? toSeveral(name, choices, own, bound) : undefined };
  });
  return { domains, loose };
}

/** The key as some policy spells it. */
export function nameOf(key: string, bound: BoundLayers): string {
  return bound.conditions.find(({ compiled }) => compiled.key === key)?.compiled.source.key.value ?? key;
}

function toChoice(name: string, value: Choice['value'], conditions: readonly BoundCondition[], bound: BoundLayers, facts: Facts): Choice {
  const context = bindContext(bound, { ...factContext(facts), [name]: value });
  return { value, truths: new Map(conditions.map((condition) => [condition.index, conditionHolds(condition, context, true)])) };
}

function toSeveral(name: string, choices: readonly Choice[], conditions: readonly BoundCondition[], bound: BoundLayers): Several {
  const context = bindContext(bound, { [name]: ['x', 'y'] });
  const reading = (condition: BoundCondition): 'every' | 'some' | boolean => {
    const { operator, qualifier } = condition.compiled.name;
    // Without a qualifier, and for Null, the values do not matter.
    if (qualifier === undefined || operator?.family === 'Null') return conditionHolds(condition, context, true);
    return qualifier === 'ForAllValues' ? 'every' : 'some';
  };
  const present = distinctChoices(choices.filter(({ value }) => value !== undefined));
  return { choices: present, needs: [], readings: new Map(conditions.map((condition) => [condition.index, reading(condition)])) };
}
