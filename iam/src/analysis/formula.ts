/** A statement about a request: a literal, or a combination of such statements. */
export type Formula = Literal | { readonly all: readonly Formula[] } | { readonly any: readonly Formula[] };

/** That an atom (a condition, a resource element) is true, or that it is not. `variable` is what it is about. */
export interface Literal {
  readonly variable: number;
  readonly atom: number;
  readonly wanted: boolean;
}

/** The opposite of a formula. */
export function not(formula: Formula): Formula {
  if ('all' in formula) return { any: formula.all.map(not) };
  if ('any' in formula) return { all: formula.any.map(not) };
  return { ...formula, wanted: !formula.wanted };
}

/** What one part of a request can be, as far as the atoms about it tell values apart. */
export interface Domain {
  /** Each a value, or undefined for its absence, with the truth of every atom by its number. */
  readonly singles: readonly Choice[];
  /** Several values at once, for keys that take them. */
  readonly several: Several | undefined;
}

export interface Choice {
  readonly value: string | readonly string[] | undefined;
  readonly truths: ReadonlyMap<number, boolean>;
}

/** Two or more values out of `choices`, one at least of which meets each of `needs`. */
export interface Several {
  readonly choices: readonly Choice[];
  readonly needs: readonly Need[];
  /** How an atom looks at several values: every one or some one must do. Any other atom has one fixed answer. */
  readonly readings: ReadonlyMap<number, 'every' | 'some' | boolean>;
}

interface Need {
  readonly atom: number;
  readonly wanted: boolean;
}

/** The part of a domain in which an atom is as wanted; undefined when there is none. */
export function narrow({ singles, several }: Domain, { atom, wanted }: Need): Domain | undefined {
  const left = singles.filter(({ truths }) => truths.get(atom) === wanted);
  const severalLeft = several && narrowSeveral(several, { atom, wanted });
  return left.length === 0 && severalLeft === undefined ? undefined : { singles: left, several: severalLeft };
}

function narrowSeveral(several: Several, need: Need): Several | undefined {
  const { choices, needs, readings } = several;
  const reading = readings.get(need.atom);
  if (typeof reading === 'boolean' || reading === undefined) return reading === need.wanted ? several : undefined;
  // "Every" that must hold, and "some" that must not, restrict each value; the other two need one value.
  const restricts = (reading === 'every') === need.wanted;
  const left = restricts ? choices.filter(({ truths }) => truths.get(need.atom) === need.wanted) : choices;
  const needsLeft = restricts ? needs : [...needs, need];
  const isPossible = left.some(({ value }) => value !== '') && needsLeft.every((open) => left.some((choice) => meets(choice, open)));
  return isPossible ? { choices: left, needs: needsLeft, readings } : undefined;
}

function meets({ truths }: Choice, { atom, wanted }: Need): boolean {
  return truths.get(atom) === wanted;
}

/** The choices that some atom tells from all those before them. */
export function distinctChoices(choices: readonly Choice[]): Choice[] {
  const seen = new Set<string>();
  return choices.filter(({ truths }) => {
    const key = JSON.stringify([...truths]);
    return !seen.has(key) && seen.add(key);
  });
}

/** One member of a domain. */
export function pick({ singles, several }: Domain): string | readonly string[] | undefined {
  const [first] = singles;
  if (first !== undefined || several === undefined) return first?.value;
  const { choices, needs } = several;
  const wanted = needs.map((need) => choices.find((choice) => meets(choice, need)));
  const values = [...wanted, choices.find(({ value }) => value !== '')].map((choice) => String(choice?.value ?? ''));
  const distinct = [...new Set(values)];
  // A list of one would be read as a single value.
  return distinct.length > 1 ? distinct : [...distinct, ...distinct];
}

/** What each variable may still be. */
export type Domains = readonly Domain[];

/** The outcome of a search: what is left of the domains, that there is nothing, or that it takes too long to tell. */
export type Search = { readonly domains: Domains } | 'impossible' | 'too complex';

/**
 * Looks for values of all variables that make a formula true. Complete: 'impossible' is a proof. It narrows domains by what
 * must hold, then tries the alternatives of the disjunction with the fewest of them that are left.
 */
export function search(formula: Formula, domains: Domains): Search {
  const budget = { left: stepsMax };
  const found = solve([formula], domains, budget);
  if (found !== undefined) return { domains: found };
  return budget.left <= 0 ? 'too complex' : 'impossible';
}

const stepsMax = 50_000;

function solve(goals: readonly Formula[], start: Domains, budget: { left: number }): Domains | undefined {
  const open: Formula[][] = [];
  const pending = [...goals];
  let domains = start;
  for (let goal = pending.pop(); goal !== undefined; goal = pending.pop()) {
    budget.left -= 1;
    if (budget.left <= 0) return undefined;
    if ('all' in goal) pending.push(...goal.all);
    else if ('any' in goal) open.push([...goal.any]);
    else {
      const narrowed = assume(domains, goal);
      if (narrowed === undefined) return undefined;
      domains = narrowed;
    }
  }
  return branch(open, domains, budget);
}

/** Takes the disjunction with the fewest alternatives that can still hold, and tries them in turn. */
function branch(open: readonly (readonly Formula[])[], domains: Domains, budget: { left: number }): Domains | undefined {
  const undecided = open
    .filter((alternatives) => !alternatives.some((formula) => holds(formula, domains)))
    .map((alternatives) => alternatives.filter((formula) => isPossible(formula, domains)))
    .toSorted((a, b) => a.length - b.length);
  const [first, ...rest] = undecided;
  if (first === undefined) return domains;
  for (const alternative of first) {
    const found = solve([alternative, ...rest.map((any) => ({ any }))], domains, budget);
    if (found !== undefined || budget.left <= 0) return found;
  }
  return undefined;
}

function assume(domains: Domains, literal: Literal): Domains | undefined {
  const domain = domains[literal.variable];
  const narrowed = domain && narrow(domain, literal);
  return narrowed && domains.with(literal.variable, narrowed);
}

/** Whether a formula holds for all that is left; false may also mean that this is not obvious. */
function holds(formula: Formula, domains: Domains): boolean {
  if ('all' in formula) return formula.all.every((part) => holds(part, domains));
  if ('any' in formula) return formula.any.some((part) => holds(part, domains));
  return assume(domains, { ...formula, wanted: !formula.wanted }) === undefined;
}

/** Whether a formula may hold for something that is left; true may also mean that the opposite is not obvious. */
function isPossible(formula: Formula, domains: Domains): boolean {
  if ('all' in formula) return formula.all.every((part) => isPossible(part, domains));
  if ('any' in formula) return formula.any.some((part) => isPossible(part, domains));
  return assume(domains, formula) !== undefined;
}
