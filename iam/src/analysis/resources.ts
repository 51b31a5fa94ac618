import { compileResourcePattern, matchesResource, mindSegments } from '../arn.ts';
import type { BoundLayers, BoundStatement } from '../bind.ts';
import { bindContext } from '../context.ts';
import { coversResource } from '../statement.ts';
import { anyOne, anyOneInSegment, star, starInSegment, tokenizeGlob } from '../tokens.ts';
import { parseTemplate } from '../variables.ts';
import { factContext, isSettled, settle, type Facts } from './facts.ts';
import { distinctChoices, type Domain } from './formula.ts';
import { listWitnesses, type TextPattern } from './witnesses.ts';

/** The text of any ARN, its last part included. */
export const anyArn: TextPattern = {
  tokens: [
    'arn:',
    anyOneInSegment,
    starInSegment,
    ':',
    anyOneInSegment,
    starInSegment,
    ':',
    starInSegment,
    ':',
    starInSegment,
    ':',
    anyOne,
    star,
  ],
};

/** A resource element of some statements; equal ones are one atom. */
export interface ResourceAtom {
  readonly atom: number;
  readonly statement: BoundStatement;
  /** It has variables, so that it cannot be answered without the rest of the request. */
  readonly isLoose: boolean;
}

/** Numbers the resource elements of statements, by {@link describeResource}. */
export function numberResources(statements: readonly BoundStatement[], from: number, facts: Facts): Map<string, ResourceAtom> {
  const atoms = new Map<string, ResourceAtom>();
  for (const statement of statements) {
    const key = describeResource(statement);
    if (key === undefined || atoms.has(key)) continue;
    atoms.set(key, {
      atom: from + atoms.size,
      statement,
      isLoose: statement.resource?.templates.every((template) => isSettled(template, facts)) === false,
    });
  }
  return atoms;
}

/** The same text for resource elements that mean the same. */
export function describeResource({ compiled, policy }: BoundStatement): string | undefined {
  const { resource } = compiled.source;
  return resource && JSON.stringify([resource.isNegated, hasVariables(policy), resource.values.map(({ value }) => value).toSorted()]);
}

/**
 * What the resource of a request can be: `*` for an action that has none; else `*` or an ARN for each way to match the
 * elements. `within` leaves those that match one of its patterns. Undefined when there are too many ways.
 */
export function createResourceDomain(
  atoms: readonly ResourceAtom[],
  bound: BoundLayers,
  facts: Facts,
  isStar: boolean,
  within?: readonly string[],
): Domain | undefined {
  const fixed = atoms.filter(({ isLoose }) => !isLoose);
  const wanted = within?.map((source) => compileResourcePattern(tokenizeGlob(source)));
  const named = (within ?? []).map((source) => ({ tokens: mindSegments(tokenizeGlob(source)) }));
  const arns = isStar ? [] : listWitnesses([...fixed.flatMap((atom) => patternsOf(atom, facts)), ...named], { within: anyArn });
  if (arns === undefined) return undefined;
  const values = ['*', ...arns].filter((value) => wanted?.some((pattern) => matchesResource(pattern, value)) !== false);
  const context = bindContext(bound, factContext(facts));
  const choices = values.map((value) => ({
    value,
    truths: new Map(
      fixed.map(({ atom, statement }) => [atom, statement.resource !== undefined && coversResource(statement.resource, context, value)]),
    ),
  }));
  return { singles: distinctChoices(choices), several: undefined };
}

function patternsOf({ statement: { compiled, policy } }: ResourceAtom, facts: Facts): TextPattern[] {
  const templates = (compiled.source.resource?.values ?? []).map(({ value }) => parseTemplate(value, hasVariables(policy)));
  return templates.map((template) => ({ tokens: mindSegments(settle(template, facts) ?? []) }));
}

function hasVariables({ document }: BoundStatement['policy']): boolean {
  return document.version === '2012-10-17';
}
