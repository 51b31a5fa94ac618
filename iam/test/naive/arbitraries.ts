import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import {
  actionPatterns,
  actions,
  families,
  keys,
  listKeys,
  moreResources,
  notAddresses,
  notBlobs,
  notDates,
  notNumbers,
  oddVariables,
  resourceHeads,
  resources,
  resourceTails,
  variables,
  wholeResources,
  words,
  type Family,
} from './alphabets.ts';
import type { Context } from './context.ts';
import type { Request } from './evaluate.ts';
import type { Conditions, Strings, Values } from './situation.ts';

const qualifiers = ['', '', '', 'ForAllValues:', 'ForAnyValue:'];
export const pick = <T>(items: readonly T[]): Arbitrary<T> => fc.constantFrom(...items);
/** Mostly the first; one time in a number of times the second. */
export const rarely = <T>(usual: Arbitrary<T>, unusual: Arbitrary<T>, oneIn: number): Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: oneIn - 1 }, { arbitrary: unusual, weight: 1 });

/** The same text with the case of some letters turned. */
export const recased = (text: string): Arbitrary<string> =>
  rarely(
    fc.constant(text),
    fc
      .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
      .map((turns) => Array.from(text, (letter, index) => (turns[index] === true ? turned(letter) : letter)).join('')),
    6,
  );

const turned = (letter: string): string => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase());

/** A single string, or a list of up to three; now and then an empty one. */
export const oneOrMore = (item: Arbitrary<string>): Arbitrary<Strings> =>
  fc.oneof(
    { arbitrary: item, weight: 6 },
    { arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }), weight: 6 },
    { arbitrary: fc.constant<string[]>([]), weight: 1 },
  );

const variable = rarely(
  fc
    .tuple(pick(variables), fc.option(pick(['alice', '', '*', 'x']), { freq: 3, nil: undefined }))
    .map(([name, fallback]) => (fallback === undefined ? `\${${name}}` : `\${${name}, '${fallback}'}`)),
  pick(oddVariables),
  8,
);

export const actionPattern = pick(actionPatterns).chain(recased);

export const resourcePattern = fc.oneof(
  { arbitrary: pick(wholeResources), weight: 4 },
  { arbitrary: pick([...resources, ...moreResources]), weight: 1 },
  { arbitrary: fc.tuple(pick(resourceHeads), pick(resourceTails)).map((parts) => parts.join('')), weight: 3 },
  { arbitrary: variable.map((inside) => `arn:aws:s3:::cdr/${inside}/x`), weight: 2 },
  { arbitrary: fc.tuple(variable, pick(['', '*', '/x'])).map(([inside, end]) => `arn:aws:s3:::${inside}${end}`), weight: 1 },
);

/** A condition value of a family: usually of its type, sometimes with a variable, sometimes invalid or of another type. */
function valueOf(family: Family): Arbitrary<string> {
  const foreign = fc.oneof(pick(family.invalid), pick(families.flatMap(({ values }) => values)));
  const plain = rarely(pick(family.values), foreign, 5);
  return rarely(
    plain,
    fc.tuple(pick(['', 'al', 'arn:aws:s3:::']), variable, pick(['', '*'])).map((parts) => parts.join('')),
    5,
  );
}

export interface Line {
  operator: string;
  key: string;
  values: Values;
}

const keyOf = (family: Family): Arbitrary<string> => rarely(pick(family.keys), pick(keys.map(([key]) => key)), 6).chain(recased);

function lineOf(family: Family): Arbitrary<Line> {
  const bases = family.operators.flatMap((names) => names.filter((name) => name !== undefined));
  return fc.record({
    operator: fc
      .tuple(pick(qualifiers), pick(bases), pick(['', '', '', 'IfExists']))
      .map((parts) => parts.join(''))
      .chain(recasedRarely),
    key: keyOf(family),
    values: unquoted(oneOrMore(valueOf(family))),
  });
}

const recasedRarely = (text: string): Arbitrary<string> => rarely(fc.constant(text), recased(text), 8);

/** JSON allows small numbers and booleans to stand without quotes. */
const unquoted = (values: Arbitrary<Strings>): Arbitrary<Values> =>
  fc.tuple(values, fc.boolean()).map(([value, bare]) => {
    if (!bare || typeof value !== 'string') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    return ['0', '1', '9', '10', '9.5', '-1', '1767225600'].includes(value) ? Number(value) : value;
  });

const nullLine: Arbitrary<Line> = fc.record({
  operator: pick(['Null', 'Null', 'Null', 'ForAllValues:Null', 'ForAnyValue:Null']),
  key: pick(keys.map(([key]) => key)).chain(recased),
  values: fc.oneof(fc.boolean(), oneOrMore(pick(['true', 'false', 'TRUE', 'maybe']))),
});

/** One line of a condition block, of any operator. */
export const line: Arbitrary<Line> = fc.oneof(
  ...families.map((family) => ({ arbitrary: lineOf(family), weight: family.operators.length })),
  { arbitrary: nullLine, weight: 2 },
);

/** A condition block out of lines; two lines with the same operator and key become the later one. */
export function conditionsOf(lines: readonly Line[]): Conditions {
  const block: Conditions = {};
  for (const { operator, key, values } of lines) block[operator] = { ...block[operator], [key]: values };
  return block;
}

/** About half of the keys are there; a value is now and then one that its operators cannot read. */
export const context: Arbitrary<Context> = fc
  .tuple(
    ...keys.map(([key, pool]) => {
      const value = rarely<string>(
        pick<string>(pool),
        pick<string>([...words, ...notNumbers, ...notDates, ...notAddresses, ...notBlobs]),
        12,
      );
      const held: Arbitrary<Strings> = listKeys.includes(key) ? rarely<Strings>(fc.array(value, { maxLength: 3 }), value, 6) : value;
      return fc.option(fc.tuple(recased(key), held), { freq: 2, nil: undefined });
    }),
  )
  .map((held) => Object.fromEntries(held.filter((entry) => entry !== undefined)));

export const request: Arbitrary<Request> = fc.record({
  action: pick(actions),
  resource: fc.oneof(pick(resources), pick([...resources, ...moreResources])),
  context,
});
