import { compilePattern, matchesPattern, type Pattern } from './pattern.ts';
import { anyOne, anyOneInSegment, star, starInSegment, type PatternToken } from './tokens.ts';

/** The places of the first five colons of an ARN: they end its first five components, and the sixth is the rest. */
export type ArnColons = readonly [number, number, number, number, number];

/** A pattern for each of the six components; `all` for the bare `*`, which matches any text. */
export type ArnPattern = 'all' | readonly Pattern[];

/** A value of Resource; `all` for `*`, which matches any text. */
export type ResourcePattern = 'all' | Pattern;

/** The colons of an ARN, or undefined when the text has fewer than five. */
export function findArnColons(text: string): ArnColons | undefined {
  const first = text.indexOf(':');
  const second = first === -1 ? -1 : text.indexOf(':', first + 1);
  const third = second === -1 ? -1 : text.indexOf(':', second + 1);
  const fourth = third === -1 ? -1 : text.indexOf(':', third + 1);
  const fifth = fourth === -1 ? -1 : text.indexOf(':', fourth + 1);
  return fifth === -1 ? undefined : [first, second, third, fourth, fifth];
}

/**
 * Prepares an ARN pattern of a condition: each of the six components is matched by itself, and only the sixth may contain
 * colons. Undefined when there are fewer than six: such a value matches nothing.
 */
export function compileArnPattern(tokens: readonly PatternToken[]): ArnPattern | undefined {
  if (isAllStars(tokens)) return 'all';
  const components = splitComponents(tokens);
  return components.length === componentCount ? components.map(compilePattern) : undefined;
}

/** Whether an ARN matches. `colons` are those of `text`; without them only `all` matches. Case counts. */
export function matchesArn(pattern: ArnPattern, text: string, colons: ArnColons | undefined): boolean {
  if (pattern === 'all') return true;
  if (colons === undefined) return false;
  for (let index = componentCount - 1; index >= 0; index -= 1) {
    const component = pattern[index];
    if (component === undefined) return false;
    const start = index === 0 ? 0 : (colons[index - 1] ?? 0) + 1;
    const end = index === componentCount - 1 ? text.length : (colons[index] ?? 0);
    if (!matchesPattern(component, text, start, end)) return false;
  }
  return true;
}

/**
 * Prepares a value of Resource or NotResource. It is matched as one text, but in its first five segments a wildcard stays
 * within the segment, save for a `*` that ends one: "If the * wildcard is the last character of a resource ARN segment, it can
 * expand to match beyond the colon boundaries" (IAM User Guide, "IAM JSON policy elements: Resource"). So `arn:aws:ec2:*`
 * covers all of EC2.
 */
export function compileResourcePattern(tokens: readonly PatternToken[]): ResourcePattern {
  return isAllStars(tokens) ? 'all' : compilePattern(mindSegments(tokens));
}

/** The tokens of a resource pattern with the wildcards that stay within their segment marked as such. */
export function mindSegments(tokens: readonly PatternToken[]): PatternToken[] {
  let colonCount = 0;
  return tokens.map((token, index) => {
    if (colonCount >= componentCount - 1) return token;
    if (typeof token === 'string') {
      colonCount += token.split(':').length - 1;
      return token;
    }
    const next = tokens[index + 1];
    const endsSegment = next === undefined || (typeof next === 'string' && next.startsWith(':'));
    if (token === star && !endsSegment) return starInSegment;
    return token === anyOne ? anyOneInSegment : token;
  });
}

/** The same for an ARN pattern of a condition, where no wildcard leaves its component; undefined when there are fewer than six. */
export function mindComponents(tokens: readonly PatternToken[]): PatternToken[] | undefined {
  if (isAllStars(tokens)) return [star];
  const components = splitComponents(tokens);
  if (components.length < componentCount) return undefined;
  return components.flatMap((component, index) => {
    if (index === componentCount - 1) return component;
    const minding = component.map((token) => (token === star ? starInSegment : token === anyOne ? anyOneInSegment : token));
    return [...minding, ':'];
  });
}

/** Whether a resource matches. The resource `*` of an action without resource types is no ARN: only `*` itself matches it. */
export function matchesResource(pattern: ResourcePattern, resource: string): boolean {
  return pattern === 'all' || matchesPattern(pattern, resource);
}

const componentCount = 6;

function isAllStars(tokens: readonly PatternToken[]): boolean {
  return tokens.length > 0 && tokens.every((token) => token === star);
}

/** Cuts at the first five colons of the literal text. Variables have been replaced by now, so theirs count as well. */
function splitComponents(tokens: readonly PatternToken[]): PatternToken[][] {
  let current: PatternToken[] = [];
  const components = [current];
  for (const token of tokens) {
    if (typeof token !== 'string') {
      current.push(token);
      continue;
    }
    let from = 0;
    for (let colon = token.indexOf(':'); colon !== -1 && components.length < componentCount; colon = token.indexOf(':', from)) {
      if (colon > from) current.push(token.slice(from, colon));
      current = [];
      components.push(current);
      from = colon + 1;
    }
    if (from < token.length) current.push(token.slice(from));
  }
  return components;
}
