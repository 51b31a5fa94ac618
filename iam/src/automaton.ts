import { anyOne, star, starInSegment, type PatternToken } from './tokens.ts';

/**
 * A pattern as a set of states, one bit each: state n means that n characters of the pattern have been met. All states move
 * at once with each character of the text (the Shift-And method: Baeza-Yates and Gonnet, 1992), so the time is one step per
 * character and 31 places of the pattern, whatever the two look like. Trying places one after another would take
 * (length of text × length of pattern) steps on `*a?a?…` against `aaaa…`.
 */
export interface Automaton {
  readonly wordCount: number;
  /** The bit of the last state, in the last word. */
  readonly accepting: number;
  /** For a character code: the states it leads into. Characters that the pattern does not name use `others`. */
  readonly steps: ReadonlyMap<number, Int32Array>;
  readonly others: Int32Array;
  /** The states that stay when any character is read, and those that stay unless it is a colon. */
  readonly loops: Int32Array;
  readonly segmentLoops: Int32Array;
}

/** Prepares an automaton for a list of tokens. */
export function compileAutomaton(tokens: readonly PatternToken[]): Automaton {
  const units = tokens.flatMap<PatternToken>((token) => (typeof token === 'string' ? splitUnits(token) : [token]));
  const stateMax = units.filter((unit) => unit !== star && unit !== starInSegment).length;
  const wordCount = Math.floor(stateMax / bitsPerWord) + 1;
  const loops = new Int32Array(wordCount);
  const segmentLoops = new Int32Array(wordCount);
  const others = new Int32Array(wordCount);
  const places: { readonly code: number; readonly state: number }[] = [];
  let state = 0;
  for (const unit of units) {
    if (unit === star) setBit(loops, state);
    else if (unit === starInSegment) setBit(segmentLoops, state);
    else {
      state += 1;
      if (typeof unit === 'string') places.push({ code: unit.charCodeAt(0), state });
      else setBit(others, state);
    }
  }
  const steps = new Map<number, Int32Array>([[colonCode, withoutSegmentStates(others, units)]]);
  for (const { code, state: reached } of places) {
    const mask = steps.get(code) ?? Int32Array.from(others);
    setBit(mask, reached);
    steps.set(code, mask);
  }
  return { wordCount, accepting: 1 << (stateMax % bitsPerWord), steps, others, loops, segmentLoops };
}

/** Whether the text from `start` to `end` leads to the last state. */
export function runAutomaton(automaton: Automaton, text: string, start: number, end: number): boolean {
  const { wordCount, accepting, steps, others, loops, segmentLoops } = automaton;
  const states = new Int32Array(wordCount);
  states[0] = 1;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const step = steps.get(code) ?? others;
    let carry = 0;
    for (let word = 0; word < wordCount; word += 1) {
      const bits = states[word] ?? 0;
      const staying = code === colonCode ? (loops[word] ?? 0) : (loops[word] ?? 0) | (segmentLoops[word] ?? 0);
      states[word] = (((bits << 1) | carry) & (step[word] ?? 0)) | (bits & staying);
      carry = (bits >>> (bitsPerWord - 1)) & 1;
    }
  }
  return ((states[wordCount - 1] ?? 0) & accepting) !== 0;
}

const bitsPerWord = 31;
const colonCode = 0x3a;

/** The UTF-16 code units of a text, each as a string. */
function splitUnits(text: string): string[] {
  return Array.from({ length: text.length }, (_, at) => text.charAt(at));
}

/** The states that a colon leads into as any other character does: those of `?`, but not of `?` in a segment. */
function withoutSegmentStates(others: Int32Array, units: readonly PatternToken[]): Int32Array {
  const mask = new Int32Array(others.length);
  let state = 0;
  for (const unit of units) {
    if (unit === star || unit === starInSegment) continue;
    state += 1;
    if (unit === anyOne) setBit(mask, state);
  }
  return mask;
}

function setBit(mask: Int32Array, state: number): void {
  const word = Math.floor(state / bitsPerWord);
  mask[word] = (mask[word] ?? 0) | (1 << (state % bitsPerWord));
}
