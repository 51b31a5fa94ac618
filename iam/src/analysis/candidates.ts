import { mindComponents } from '../arn.ts';
import type { BoundCondition } from '../bind.ts';
import type { KeyType } from '../catalogue.ts';
import { parseInstant } from '../operators/date.ts';
import type { OperatorFamily, PolicyValue } from '../operators/index.ts';
import { formatAddress, parseRange, type Address } from '../operators/ip.ts';
import { parseDecimal } from '../operators/numeric.ts';
import { anyOne, star, type PatternToken } from '../tokens.ts';
import { tokensText } from '../variables.ts';
import { noFacts, settle, type Facts } from './facts.ts';
import { anyArn } from './resources.ts';
import { listWitnesses, type TextPattern } from './witnesses.ts';

/** Values of one key that between them give every answer its conditions can give. */
export interface Candidates {
  readonly values: readonly string[];
  /** Whether that is certain. If not, there may be answers that none of the values gives. */
  readonly isComplete: boolean;
}

/**
 * Values for a key of a type (undefined: of no known type), by the conditions on it whose variables, if any, are known. Values that a
 * request of this type cannot carry are left out, so that nobody is told of an access from the address "x".
 */
export function listCandidates(conditions: readonly BoundCondition[], type: KeyType | undefined, facts: Facts): Candidates {
  const families = new Set(conditions.map(familyOf).filter((family) => family !== undefined && family !== 'Null'));
  const areTexts = [...families].every((family) => family === 'String' || family === 'ARN');
  if (areTexts && (type === undefined || type === 'String' || type === 'ARN')) {
    const values = listWitnesses(
      conditions.flatMap((condition) => patternsOf(condition, facts)),
      { within: type === 'ARN' ? anyArn : notEmpty },
    );
    if (values !== undefined) return { values, isComplete: true };
  }
  const family = type === undefined || type === 'String' ? undefined : familyOfType[type];
  const ofType = family === undefined ? [] : boundaries(family, conditions);
  const values = [...ofType, ...[...families].filter((other) => other !== family).flatMap((other) => boundaries(other, conditions))];
  // Only a key of no type, or of text, may hold what an operator cannot read.
  const unreadable = family === undefined ? ['x'] : [];
  const isComplete = families.size === 0 || (!areTexts && families.size === 1 && isExpected([...families][0], type));
  return { values: [...values, ...unreadable], isComplete };
}

const familyOfType: Readonly<Record<KeyType, OperatorFamily>> = {
  String: 'String',
  ARN: 'ARN',
  Numeric: 'Numeric',
  Date: 'Date',
  Epoch: 'Date',
  Bool: 'Bool',
  Binary: 'Binary',
  IPAddress: 'IPAddress',
};

/** Whether the boundaries of one family tell all there is to tell about a key of a type. */
function isExpected(family: OperatorFamily | undefined, type: KeyType | undefined): boolean {
  return type === undefined || type === 'String' || family === familyOfType[type];
}

function familyOf({ compiled }: BoundCondition): OperatorFamily | undefined {
  return compiled.name.operator?.family;
}

function valuesOf({ compiled }: BoundCondition, facts: Facts): PolicyValue[] {
  return compiled.values.map((value) => settle(value, facts)).filter((value) => value !== undefined);
}

/** Requests carry no empty text for a key that they could leave out; that tags may be empty is added to this. */
const notEmpty: TextPattern = { tokens: [anyOne, star] };

/** The values of a text operator as patterns of whole texts. */
function patternsOf(condition: BoundCondition, facts: Facts): TextPattern[] {
  const { operator } = condition.compiled.name;
  const values = valuesOf(condition, facts);
  if (operator?.family === 'ARN')
    return values
      .map(mindComponents)
      .filter((tokens) => tokens !== undefined)
      .map((tokens) => ({ tokens }));
  if (operator?.family !== 'String') return [];
  const hasWildcards = operator.name.endsWith('Like');
  const ignoresCase = operator.name.endsWith('IgnoreCase');
  return values.map((tokens) => ({ tokens: hasWildcards ? tokens : literal(tokens), ignoresCase }));
}

function literal(tokens: PolicyValue): PatternToken[] {
  const text = tokensText(tokens);
  return text === '' ? [] : [text];
}

/** Where the answers of a family's operators change, and what lies between. */
function boundaries(family: OperatorFamily, conditions: readonly BoundCondition[]): string[] {
  const texts = conditions
    .filter((condition) => familyOf(condition) === family)
    .flatMap((condition) => valuesOf(condition, noFacts).map(tokensText));
  switch (family) {
    case 'Bool':
      return ['true', 'false'];
    case 'Date':
      return instants(texts);
    case 'Numeric':
      return numbers(texts);
    case 'IPAddress':
      return addresses(texts);
    case 'Binary':
      return [...texts, 'AAAAAAAA', 'AAAB'];
    case 'String':
    case 'ARN':
      return texts;
    case 'Null':
      return [];
  }
}

function instants(texts: readonly string[]): string[] {
  const times = texts.map(parseInstant).filter((time) => time !== undefined);
  return [...times, 0]
    .flatMap((time) => [time, time - 1, time + 1])
    .filter(isWritable)
    .map((time) => new Date(time).toISOString());
}

/** Times that ISO 8601 writes with a year of four digits. */
function isWritable(time: number): boolean {
  return time >= -62_167_219_200_000 && time < 253_402_300_800_000;
}

function numbers(texts: readonly string[]): string[] {
  const values = texts.filter((text) => parseDecimal(text) !== undefined);
  const order = values.map(Number).toSorted((a, b) => a - b);
  const between = order.map((value, index) => (value + (order[index + 1] ?? value + 2)) / 2);
  const outside = [(order[0] ?? 0) - 1];
  return [...values, ...[...between, ...outside].map(String).filter((text) => parseDecimal(text) !== undefined)];
}

/** The first address of each block, the first one behind it, and the first of all: each stretch without a boundary has one. */
function addresses(texts: readonly string[]): string[] {
  const found: Address[] = [[0], [0, 0, 0, 0]];
  for (const { address, prefixLength } of texts.map(parseRange).filter((range) => range !== undefined)) {
    const bits = address.length * 32;
    const value = address.reduce((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
    const size = 1n << BigInt(bits - prefixLength);
    const first = value - (value % size);
    for (const edge of [first, first + size]) {
      if (edge < 1n << BigInt(bits))
        found.push(address.map((_, index) => Number((edge >> BigInt((address.length - 1 - index) * 32)) & 0xffffffffn)));
    }
  }
  return found.map(formatAddress);
}
