/** The wildcards. The last two, in the first five segments of a resource ARN, do not match a colon. */
export type Wildcard = typeof star | typeof anyOne | typeof starInSegment | typeof anyOneInSegment;

/** One step of a pattern: literal text or a wildcard. */
export type PatternToken = string | Wildcard;

/** `*`: any run of characters, also none. */
export const star = Symbol('*');

/** `?`: exactly one character, that is one code point. */
export const anyOne = Symbol('?');

/** `*` that stops at a colon. */
export const starInSegment = Symbol('* in a segment');

/** `?` that is not a colon. */
export const anyOneInSegment = Symbol('? in a segment');

/** Splits a plain text into literal runs, `*` and `?`. */
export function tokenizeGlob(text: string): PatternToken[] {
  if (!text.includes('*') && !text.includes('?')) return text === '' ? [] : [text];
  const tokens: PatternToken[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== starCode && code !== anyOneCode) continue;
    if (at > from) tokens.push(text.slice(from, at));
    tokens.push(code === starCode ? star : anyOne);
    from = at + 1;
  }
  if (from < text.length) tokens.push(text.slice(from));
  return tokens;
}

const starCode = 0x2a;
const anyOneCode = 0x3f;
