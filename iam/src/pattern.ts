import { compileAutomaton, runAutomaton, type Automaton } from './automaton.ts';
import { star, tokenizeGlob, type PatternToken } from './tokens.ts';

/**
 * A pattern prepared for matching. Without `?` it is cut at each `*` into pieces of literal text, the first anchored at the
 * start, the last at the end; taking each piece in between at its left-most place is always right, so nothing is tried twice.
 * Patterns with other wildcards take the automaton.
 */
export type Pattern = PiecePattern | { readonly automaton: Automaton };

interface PiecePattern {
  readonly automaton: undefined;
  readonly head: string;
  readonly middle: readonly string[];
  /** Absent when the pattern has no `*`: then the head is the whole text. */
  readonly tail: string | undefined;
  readonly lengthMin: number;
}

/** Prepares `*` and `?` in a plain text, with nothing escaped. */
export function compileGlob(text: string): Pattern {
  return compilePattern(tokenizeGlob(text));
}

/** Prepares a list of tokens for matching. */
export function compilePattern(tokens: readonly PatternToken[]): Pattern {
  const pieces = [''];
  for (const token of tokens) {
    if (token === star) pieces.push('');
    else if (typeof token === 'string') pieces.push((pieces.pop() ?? '') + token);
    else return { automaton: compileAutomaton(tokens) };
  }
  const [head = '', ...middle] = pieces;
  const tail = middle.pop();
  const lengthMin = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return { automaton: undefined, head, middle: middle.filter((piece) => piece !== ''), tail, lengthMin };
}

/** Whether `text` from `start` to `end` (default: all of it) matches. Time is linear in the text; no recursion, no RegExp. */
export function matchesPattern(pattern: Pattern, text: string, start = 0, end = text.length): boolean {
  if (pattern.automaton !== undefined) return runAutomaton(pattern.automaton, text, start, end);
  const { head, middle, tail, lengthMin } = pattern;
  if (end - start < lengthMin || !text.startsWith(head, start)) return false;
  if (tail === undefined) return end - start === lengthMin;
  const limit = end - tail.length;
  if (!text.startsWith(tail, limit)) return false;
  let at = start + head.length;
  for (let index = 0; index < middle.length; index += 1) {
    const piece = middle[index] ?? '';
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > limit) return false;
    at = found + piece.length;
  }
  return true;
}
