import { anyOne, anyOneInSegment, star, starInSegment, type PatternToken } from '../tokens.ts';

/** A pattern of texts, as operators see it once its variables have been replaced. */
export interface TextPattern {
  readonly tokens: readonly PatternToken[];
  readonly ignoresCase?: boolean | undefined;
}

/** What the witnesses may look like. */
export interface WitnessOptions {
  /** All witnesses match this one. */
  readonly within?: TextPattern | undefined;
  /** The characters to write them with besides those of the patterns; one that no pattern names is used. Default: letters and digits. */
  readonly fillers?: string | undefined;
  /** Only these characters may occur. Default: any. */
  readonly characters?: RegExp | undefined;
}

/**
 * For every way in which a text can match some of the patterns and not the others, a shortest text that does. Exact: it walks
 * the automaton that runs all patterns side by side, in which each state is reached by a shortest text first. Undefined when
 * that automaton has more than {@link statesMax} states.
 */
export function listWitnesses(patterns: readonly TextPattern[], options: WitnessOptions = {}): string[] | undefined {
  const { within, characters } = options;
  const machine = createMachine(within === undefined ? patterns : [within, ...patterns]);
  const alphabet = listCharacters(machine, options).filter((character) => characters?.test(character) !== false);
  const seen = new Set<string>();
  const found = new Map<string, string>();
  let layer: Walk[] = [{ text: '', nodes: startNodes(machine) }];
  while (layer.length > 0) {
    const next: Walk[] = [];
    for (const { text, nodes } of layer) {
      const accepted = nodes.filter((node) => machine.units[node] === end).join(' ');
      const isWithin = within === undefined || nodes.some((node) => node < machine.firstLength && machine.units[node] === end);
      if (isWithin && !found.has(accepted)) found.set(accepted, text);
      for (const character of alphabet) {
        const reached = step(machine, nodes, character);
        if (within !== undefined && (reached[0] ?? Infinity) >= machine.firstLength) continue;
        const key = reached.join(' ');
        if (seen.has(key)) continue;
        if (seen.size >= statesMax) return undefined;
        seen.add(key);
        next.push({ text: text + character, nodes: reached });
      }
    }
    layer = next;
  }
  return [...found.values()];
}

/** The states that are looked at before {@link listWitnesses} gives up. */
const statesMax = 8_000;

interface Walk {
  readonly text: string;
  readonly nodes: readonly number[];
}

const end = Symbol('end of a pattern');

/** All patterns in one row: a node per character or wildcard, and one after the last. */
interface Machine {
  readonly units: readonly (PatternToken | typeof end)[];
  /** By node: whether its pattern ignores case. */
  readonly folds: readonly boolean[];
  readonly starts: readonly number[];
  /** The number of nodes of the first pattern. */
  readonly firstLength: number;
}

function createMachine(patterns: readonly TextPattern[]): Machine {
  const units: (PatternToken | typeof end)[] = [];
  const folds: boolean[] = [];
  const starts: number[] = [];
  for (const { tokens, ignoresCase = false } of patterns) {
    starts.push(units.length);
    for (const token of tokens) {
      const text = typeof token === 'string' && ignoresCase ? token.toLowerCase() : token;
      if (typeof text === 'string') units.push(...splitUnits(text));
      else units.push(text);
    }
    units.push(end);
    while (folds.length < units.length) folds.push(ignoresCase);
  }
  return { units, folds, starts, firstLength: starts[1] ?? units.length };
}

function splitUnits(text: string): string[] {
  return Array.from({ length: text.length }, (_, at) => text.charAt(at));
}

/** Every character that some pattern names, in both cases where case is ignored, and one that none names. */
function listCharacters({ units, folds }: Machine, { fillers = 'xyzabcdefghijklmnopqrstuvw0123456789' }: WitnessOptions): string[] {
  const named = new Set<string>();
  for (const [node, unit] of units.entries()) {
    if (typeof unit !== 'string') continue;
    named.add(unit);
    if (folds[node] === true) named.add(unit.toUpperCase());
  }
  // A colon ends the reach of the wildcards that mind segments.
  named.add(':');
  const unnamed = [fillers, latin].flatMap(splitUnits).find((character) => !named.has(character) && !named.has(character.toUpperCase()));
  return unnamed === undefined ? [...named] : [unnamed, ...named];
}

/** More characters to choose from, should the policies name all of the usual ones. */
const latin = Array.from({ length: 0x180 }, (_, at) => String.fromCharCode(0xa1 + at)).join('');

function startNodes(machine: Machine): number[] {
  const nodes = new Set<number>();
  for (const start of machine.starts) addWithSkips(machine, start, nodes);
  return [...nodes].toSorted((a, b) => a - b);
}

function step(machine: Machine, nodes: readonly number[], character: string): number[] {
  const reached = new Set<number>();
  for (const node of nodes) {
    const unit = machine.units[node];
    if (unit === star || (unit === starInSegment && character !== ':')) addWithSkips(machine, node, reached);
    else if (unit === anyOne || (unit === anyOneInSegment && character !== ':')) addWithSkips(machine, node + 1, reached);
    else if (unit === (machine.folds[node] === true ? character.toLowerCase() : character)) addWithSkips(machine, node + 1, reached);
  }
  return [...reached].toSorted((a, b) => a - b);
}

/** A star may stand for nothing: whoever stands before it stands behind it too. */
function addWithSkips({ units }: Machine, from: number, nodes: Set<number>): void {
  let node = from;
  nodes.add(node);
  while (units[node] === star || units[node] === starInSegment) nodes.add((node += 1));
}
