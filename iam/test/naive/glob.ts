/**
 * A pattern is a list of steps. `any` and `one` are the wildcards `*` and `?`; `anyInSegment` and `oneInSegment`
 * are the same wildcards where they may not swallow a colon; everything else is one character that must be there.
 */
export type Step = 'any' | 'one' | 'anyInSegment' | 'oneInSegment' | { readonly character: string };

/** The steps that spell a text literally. */
export const literalSteps = (text: string): Step[] => Array.from(text, (character) => ({ character }));

/** Whether the whole text follows the pattern: the textbook table, one row for each step. */
export function globMatches(pattern: readonly Step[], text: string): boolean {
  const characters = Array.from(text);
  let reachable = [true, ...characters.map(() => false)];
  for (const step of pattern) reachable = advance(reachable, step, characters);
  return reachable.at(-1) === true;
}

/** Where the text can stand after one more step, given where it could stand before it. */
function advance(before: readonly boolean[], step: Step, characters: readonly string[]): boolean[] {
  const repeats = step === 'any' || step === 'anyInSegment';
  const after: boolean[] = [repeats && before[0] === true];
  characters.forEach((character, index) => {
    const consumed = accepts(step, character);
    const fromHere = repeats ? after[index] === true : before[index] === true;
    after.push((repeats && before[index + 1] === true) || (consumed && fromHere));
  });
  return after;
}

function accepts(step: Step, character: string): boolean {
  if (step === 'any' || step === 'one') return true;
  if (step === 'anyInSegment' || step === 'oneInSegment') return character !== ':';
  return step.character === character;
}
