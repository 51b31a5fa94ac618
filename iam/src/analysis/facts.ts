import type { Context } from '../context.ts';
import { listVariables, resolveTemplate, type Template } from '../variables.ts';
import type { PolicyValue } from '../operators/index.ts';

/** What is known of every request in question: condition keys in lower case, with their value, or undefined for one that is absent. */
export type Facts = ReadonlyMap<string, string | readonly string[] | undefined>;

export const noFacts: Facts = new Map();

/** The facts as a context. */
export function factContext(facts: Facts): Context {
  return Object.fromEntries(facts);
}

/** Whether all variables of a template are known, so that it means one text. */
export function isSettled(template: Template, facts: Facts): boolean {
  return listVariables(template).every(({ key }) => facts.has(key));
}

/** A template whose variables are known; undefined when one of them has no single value. */
export function settle(template: Template, facts: Facts): PolicyValue | undefined {
  return resolveTemplate(template, (key) => {
    const value = facts.get(key);
    return Array.isArray(value) ? null : typeof value === 'string' ? value : undefined;
  });
}
