import { createGenerations } from '../../generations.ts';

/**
 * A reader of texts most of which come again and again, as a client writes them: what was read from one is kept.
 * @param max texts that are kept at most. Each may hold on to the whole header that it was cut from
 * @param read always reads the same from the same text; where it throws nothing is kept
 */
export function remembering<Value extends object>(max: number, read: (text: string) => Value): (text: string) => Value {
  const kept = createGenerations<Value>(max, () => 1);
  return (text) => {
    const known = kept.find(text);
    if (known) return known;
    const value = read(text);
    kept.keep(text, value);
    return value;
  };
}
