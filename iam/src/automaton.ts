import { anyOne, star, starInSegment, type PatternToken } from './tokens.ts';

/**
 * A pattern as a set of states, one bit each: state n means that n characters of the pattern have been met. All states move
 * at once with each character of the text (the Shift-And method: Baeza-Yates and Gonnet, 1992), so the time is one step per
 * character and 32 places of the pattern, whatever the two look like. Trying places one after another would take
 * (length of text × length of pattern) steps on `*a?a?…` against `aaaa…`.
 */
export interface Automaton {
  /** The last state: all of the pattern has been met. */
  readonly stateMax: number;
  /** For a character: the states it leads into. Characters that the pattern does not name use `others`. */
  readonly steps: ReadonlyMap<number, Int32Array>;
  readonly others: Int32Array;
  /** The states that stay when a character is read, and those that stay even when it is a colon. */
  readonly loops: Int32Array;
  readonly loopsAtColon: Int32Array;
  /** Room for {@link runAutomaton} to work in, so that it allocates nothing; empty of meaning between runs. */
  readonly states: Int32Array;
}

/** Prepares an automaton for a list of tokens. A character is a code point. */
export function compileAutomaton(tokens: readonly PatternToken[]): Automaton {
  const unitCount = tokens.reduce<number>((sum, token) => sum + (typeof token === 'string' ? token.length : 1), 0);
  const createMask = (): Int32Array => new Int32Array(wordOf(unitCount) + 1);
  const [loops, loopsAtColon, others, colons] = [createMask(), createMask(), createMask(), createMask()];
  const steps = new Map([[colon, colons]]);
  let state = 0;
  for (const token of tokens) {
    if (token === star) setBit(loopsAtColon, state);
    if (token === star || token === starInSegment) setBit(loops, state);
    else if (typeof token !== 'string') {
      state += 1;
      setBit(others, state);
      if (token === anyOne) setBit(colons, state);
    } else {
      for (const character of token) {
        state += 1;
        const code = character.codePointAt(0) ?? 0;
        const mask = steps.get(code) ?? createMask();
        setBit(mask, state);
        steps.set(code, mask);
      }
    }
  }
  for (const [code, mask] of steps) {
    if (code !== colon) mask.forEach((bits, word) => (mask[word] = bits | (others[word] ?? 0)));
  }
  return { stateMax: state, steps, others, loops, loopsAtColon, states: createMask() };
}

/** Whether the text from `start` to `end` leads to the last state. */
export function runAutomaton(automaton: Automaton, text: string, start: number, end: number): boolean {
  const { stateMax, steps, others, loops, loopsAtColon, states } = automaton;
  if (end - start < stateMax) return false;
  states.fill(0);
  states[0] = 1;
  for (let at = start; at < end; at += 1) {
    const character = text.codePointAt(at) ?? 0;
    const step = steps.get(character) ?? others;
    const stays = character === colon ? loopsAtColon : loops;
    // States beyond the characters read cannot be reached yet, and from states too far back the rest of the text is too short.
    const first = wordOf(Math.max(0, stateMax - (end - at)));
    const last = wordOf(Math.min(stateMax, at - start + 1));
    let carry = 0;
    for (let word = first; word <= last; word += 1) {
      const bits = states[word] ?? 0;
      states[word] = (((bits << 1) | carry) & (step[word] ?? 0)) | (bits & (stays[word] ?? 0));
      carry = bits >>> (bitsPerWord - 1);
    }
    if (character > lastOfOneUnit) at += 1;
  }
  return ((states[wordOf(stateMax)] ?? 0) & bitOf(stateMax)) !== 0;
}

const bitsPerWord = 32;
const colon = 0x3a;
/** Characters beyond take two UTF-16 code units. */
const lastOfOneUnit = 0xffff;

function wordOf(state: number): number {
  return Math.floor(state / bitsPerWord);
}

function bitOf(state: number): number {
  return 1 << (state % bitsPerWord);
}

function setBit(mask: Int32Array, state: number): void {
  const word = wordOf(state);
  mask[word] = (mask[word] ?? 0) | bitOf(state);
}
