import type { BoundStatement } from '../bind.ts';
import type { Catalogue } from '../catalogue.ts';
import { compileGlob, matchesPattern } from '../pattern.ts';
import { coversAction, listSpellings } from '../plan.ts';
import { tokenizeGlob } from '../tokens.ts';
import { listWitnesses } from './witnesses.ts';

/** Actions that the same statements are about, so that one of them answers for all. */
export interface ActionClass {
  /** As the table of actions spells them; of services it does not list, one. */
  readonly actions: readonly [string, ...string[]];
  /** Whether they are decided on `*` and nothing else. */
  readonly isStar: boolean;
  readonly statements: readonly BoundStatement[];
}

/**
 * All actions there are, by the statements about them: those of the catalogue, and for services that it does not list one
 * action for each way to match the policies. `within` leaves those that match one of its patterns. Undefined when there are too
 * many ways.
 */
export function listActionClasses(
  statements: readonly BoundStatement[],
  catalogue: Catalogue | undefined,
  within?: readonly string[],
): ActionClass[] | undefined {
  const spellings = listSpellings(catalogue);
  const wanted = within?.map((source) => compileGlob(source.toLowerCase()));
  const listed = (catalogue?.actions ?? []).map(({ service, name, resources }) => ({
    action: `${service}:${name}`,
    isStar: resources?.length === 0,
  }));
  const others = listOthers(statements, catalogue, within);
  if (others === undefined) return undefined;
  const all = [...listed, ...others.map((action) => ({ action, isStar: false }))];
  const classes = new Map<string, { actions: [string, ...string[]]; isStar: boolean; statements: BoundStatement[] }>();
  for (const { action, isStar } of all) {
    const folded = action.toLowerCase();
    const names = spellings.get(folded) ?? [folded];
    if (wanted?.some((pattern) => names.some((name) => matchesPattern(pattern, name))) === false) continue;
    const about = statements.filter((statement) => coversAction(statement.action, names));
    const key = `${isStar} ${about.map((statement) => statements.indexOf(statement)).join(' ')}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { actions: [action], isStar, statements: about });
    else known.actions.push(action);
  }
  return [...classes.values()];
}

/** Actions of services that the catalogue does not list, spelled as a policy spells them where it names them. */
function listOthers(
  statements: readonly BoundStatement[],
  catalogue: Catalogue | undefined,
  within: readonly string[] = [],
): string[] | undefined {
  const sources = [...statements.flatMap(({ compiled }) => compiled.source.action.values.map(({ value }) => value)), ...within];
  const listedServices = new Set(catalogue?.actions.map(({ service }) => service));
  const ofListed = (action: string): boolean => listedServices.has(action.slice(0, action.indexOf(':')));
  const others = [...new Set(sources)].filter((source) => !ofListed(source.toLowerCase()));
  const patterns = others.map((source) => ({ tokens: tokenizeGlob(source.toLowerCase()) }));
  const witnesses = listWitnesses(patterns, { within: { tokens: tokenizeGlob('?*:?*') }, characters: /[a-z0-9:-]/ });
  const spelled = new Map(others.map((source) => [source.toLowerCase(), source]));
  return witnesses?.filter((action) => action.split(':').length === 2 && !ofListed(action)).map((action) => spelled.get(action) ?? action);
}
