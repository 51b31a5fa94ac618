import { compileAutomaton, runAutomaton, type Automaton } from './automaton.ts';
import { anyOne, anyOneInSegment, star, starInSegment, tokenizeGlob, type PatternToken } from './tokens.ts';

/**
 * A pattern prepared for matching. Usually it is cut at each `*` into pieces of fixed length, the first anchored at the start,
 * the last at the end; taking each piece in between at its left-most place is always right, so nothing is tried twice.
 * Pieces that cannot simply be searched for, because of a `?` in them or a wildcard that minds colons, take the automaton.
 */
export type Pattern = PiecePattern | { readonly automaton: Automaton };

interface PiecePattern {
  readonly automaton: undefined;
  readonly head: Piece;
  readonly middle: readonly string[];
  /** Absent when the pattern has no `*`: then the head is the whole text. */
  readonly tail: Piece | undefined;
  readonly lengthMin: number;
}

/** A piece at a known place. `codes` is present when it contains `?`, as -1. */
interface Piece {
  readonly text: string;
  readonly codes: readonly number[] | undefined;
}

/** Prepares `*` and `?` in a plain text, with nothing escaped. */
export function compileGlob(text: string): Pattern {
  return compilePattern(tokenizeGlob(text));
}

/** Prepares a list of tokens for matching. */
export function compilePattern(tokens: readonly PatternToken[]): Pattern {
  const [only = ''] = tokens;
  if (tokens.length < 2 && typeof only === 'string') return createLiteral(only);
  const runs: PatternToken[][] = [[]];
  for (const token of tokens) {
    if (token === star) runs.push([]);
    else runs.at(-1)?.push(token);
  }
  const minds = tokens.some((token) => token === starInSegment || token === anyOneInSegment);
  const [head = [], ...middle] = runs;
  const tail = middle.pop();
  if (minds || middle.some((run) => run.includes(anyOne))) return { automaton: compileAutomaton(tokens) };
  const lengthMin = runs.flat().reduce<number>((sum, token) => sum + (typeof token === 'string' ? token.length : 1), 0);
  const searched = middle.map((run) => run.join('')).filter((text) => text !== '');
  return { automaton: undefined, head: createPiece(head), middle: searched, tail: tail && createPiece(tail), lengthMin };
}

/** Whether `text` from `start` to `end` (default: all of it) matches. Time is linear in the text; no recursion, no RegExp. */
export function matchesPattern(pattern: Pattern, text: string, start = 0, end = text.length): boolean {
  if (pattern.automaton !== undefined) return runAutomaton(pattern.automaton, text, start, end);
  const { head, middle, tail, lengthMin } = pattern;
  if (end - start < lengthMin) return false;
  if (tail === undefined) return end - start === lengthMin && isAt(head, text, start);
  const limit = end - tail.text.length;
  if (!isAt(head, text, start) || !isAt(tail, text, limit)) return false;
  let at = start + head.text.length;
  for (let index = 0; index < middle.length; index += 1) {
    const piece = middle[index] ?? '';
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > limit) return false;
    at = found + piece.length;
  }
  return true;
}

/** A pattern without wildcards, which most are. */
function createLiteral(text: string): Pattern {
  return { automaton: undefined, head: { text, codes: undefined }, middle: [], tail: undefined, lengthMin: text.length };
}

function createPiece(run: readonly PatternToken[]): Piece {
  const text = run.map((token) => (typeof token === 'string' ? token : '?')).join('');
  if (!run.includes(anyOne)) return { text, codes: undefined };
  return { text, codes: run.flatMap((token) => (typeof token === 'string' ? characterCodes(token) : [-1])) };
}

function characterCodes(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

function isAt({ text: wanted, codes }: Piece, text: string, at: number): boolean {
  if (codes === undefined) return text.startsWith(wanted, at);
  for (let place = 0; place < codes.length; place += 1) {
    const code = codes[place];
    if (code !== -1 && code !== text.charCodeAt(at + place)) return false;
  }
  return true;
}
