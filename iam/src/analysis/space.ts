import { bindLayers, type BoundLayers, type BoundStatement, type Layers } from '../bind.ts';
import type { Catalogue } from '../catalogue.ts';
import type { RequestPrincipal } from '../principal.ts';
import { noFacts, type Facts } from './facts.ts';
import type { Domain, Domains, Formula, Literal } from './formula.ts';
import { createKeys } from './keys.ts';
import { createPrincipals } from './principals.ts';
import { createResourceDomain, describeResource, numberResources, type ResourceAtom } from './resources.ts';

/**
 * Everything that requests can be, as far as some policies tell them apart: a domain for the resource, one for the caller, one
 * for each condition key. An analysis asks whether some member of them all makes a formula true.
 *
 * Keys are independent of each other here, and any may be absent. What has variables is true or false at will: then there are
 * more requests here than in the world, so that "there is none" stays a proof while "there is one" has to be tried.
 */
export interface Space {
  readonly bound: BoundLayers;
  /** By variable: the resource, the caller, then the condition keys by slot, then what is true or false at will. */
  readonly domains: Domains;
  readonly principals: ReadonlyMap<string, RequestPrincipal>;
  /** By atom that is true or false at will: its variable. */
  readonly looseVariables: ReadonlyMap<number, number>;
  /** That a statement applies to a request for an action it covers. */
  readonly applies: (statement: BoundStatement) => Formula;
  /** That all conditions of a statement hold. */
  readonly conditionsHold: (statement: BoundStatement) => Formula;
  /** The domains with another resource: `*` alone, or what matches one of some patterns. */
  readonly restrict: (isStar: boolean, within?: readonly string[]) => Domains;
}

/** The variable of the resource, of the caller, and of the first condition key. */
export const resourceVariable = 0;
export const principalVariable = 1;
export const firstKeyVariable = 2;

/** Prepares the space of requests to some layers, all of which carry these facts. */
export function createSpace(layers: Layers, catalogue: Catalogue | undefined, facts: Facts = noFacts): Space {
  const bound = bindLayers(layers, catalogue);
  const statements = bound.groups.flatMap((group) => group.statements);
  const keys = createKeys(bound, catalogue, facts);
  const resources = numberResources(statements, bound.conditions.length, facts);
  const atoms = [...resources.values()];
  const principals = createPrincipals(statements, bound.conditions.length + atoms.length);
  const anyResource = createResourceDomain(atoms, bound, facts, false);
  const looseResources = atoms.filter(({ isLoose }) => isLoose || anyResource === undefined).map(({ atom }) => atom);
  const loose = [...keys.loose, ...looseResources];
  const looseVariables = new Map(loose.map((atom, index) => [atom, firstKeyVariable + keys.domains.length + index]));
  const literal = (atom: number, variable: number): Literal => ({ variable: looseVariables.get(atom) ?? variable, atom, wanted: true });
  const conditionsHold = ({ conditions }: BoundStatement): Formula => ({
    all: conditions.map(({ index, slot }) => literal(index, firstKeyVariable + slot.index)),
  });
  const domains = [anyResource ?? unknown, principals.domain, ...keys.domains, ...loose.map(atWill)];
  return {
    bound,
    domains,
    principals: principals.principals,
    looseVariables,
    conditionsHold,
    applies(statement) {
      const resource = resources.get(describeResource(statement) ?? '');
      const principal = principals.atoms.get(statement);
      return {
        all: [
          ...(resource === undefined ? [] : [literal(resource.atom, resourceVariable)]),
          ...(principal === undefined ? [] : [literal(principal, principalVariable)]),
          conditionsHold(statement),
        ],
      };
    },
    restrict: memoize((isStar, within) => {
      const resource = createResourceDomain(atoms, bound, facts, isStar, within) ?? unknown;
      const restricted = domains.with(resourceVariable, resource);
      // Variables stand in ARNs only, so on `*` even an element with variables has one answer.
      if (!isStar) return restricted;
      return atoms.filter(({ isLoose }) => isLoose).reduce<Domains>((left, atom) => settle(left, atom, looseVariables), restricted);
    }),
  };
}

/** The same, computed once for each kind of resource; the patterns of a space never change. */
function memoize(restrict: Space['restrict']): Space['restrict'] {
  const known = new Map<string, Domains>();
  return (isStar, within) => {
    const key = JSON.stringify([isStar, within]);
    const found = known.get(key) ?? restrict(isStar, within);
    known.set(key, found);
    return found;
  };
}

/** One thing of which nothing is known. */
const unknown: Domain = { singles: [{ value: '*', truths: new Map() }], several: undefined };

/** The domains with the one answer that an element with variables has for the resource `*`. */
function settle(domains: Domains, { atom, statement }: ResourceAtom, variables: ReadonlyMap<number, number>): Domains {
  const { resource } = statement;
  const covers = resource !== undefined && resource.isNegated !== resource.patterns.includes('all');
  const domain: Domain = { singles: [{ value: undefined, truths: new Map([[atom, covers]]) }], several: undefined };
  return domains.with(variables.get(atom) ?? -1, domain);
}

function atWill(atom: number): Domain {
  return { singles: [true, false].map((truth) => ({ value: undefined, truths: new Map([[atom, truth]]) })), several: undefined };
}
