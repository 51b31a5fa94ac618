import { expect } from 'vitest';

/** `expect.stringContaining`, which is typed any, for use within an expected value. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

/** `expect.stringMatching`, likewise. */
export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
