import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import {
  bindLayers,
  compilePolicy,
  measurePolicy,
  sizeLimit,
  type BoundLayers,
  type CompiledPolicy,
  type PolicyKind,
} from '../src/index.ts';
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
} from './naive/alphabets.ts';
import type { Context } from './naive/context.ts';
import type { Request } from './naive/evaluate.ts';
import {
  alone,
  everything,
  layersOf,
  type Conditions,
  type Document,
  type Policies,
  type Situation,
  type Statement,
  type Strings,
  type Values,
} from './naive/situation.ts';

/** The layers as the engine takes them. */
export function bind(policies: Policies): BoundLayers {
  const { scp, identity, boundary, session, root } = layersOf(policies);
  return bindLayers({
    scp: scp.map((level) => level.map(compileAs('scp'))),
    identity: identity.map(compileAs('identity')),
    ...(boundary === undefined ? {} : { boundary: [boundary].map(compileAs('boundary')) }),
    ...(session === undefined ? {} : { session: session.map(compileAs('session')) }),
    ...(root === undefined ? {} : { root }),
  });
}

const compileAs =
  (kind: PolicyKind) =>
  (text: string): CompiledPolicy =>
    compilePolicy(text, { kind });

/** Whether every document is short enough to be stored where it stands. */
export function fits(policies: Policies): boolean {
  const { scp, identity, boundary, session } = layersOf(policies);
  const within = (kind: PolicyKind, texts: readonly string[]): boolean => texts.every((text) => measurePolicy(text) <= sizeLimit(kind));
  return (
    within('scp', scp.flat()) && within('identity', identity) && within('boundary', [boundary ?? '']) && within('session', session ?? [])
  );
}

const qualifiers = ['', '', '', 'ForAllValues:', 'ForAnyValue:'];
const pick = <T>(items: readonly T[]): Arbitrary<T> => fc.constantFrom(...items);
/** Mostly the first; one time in a number of times the second. */
const rarely = <T>(usual: Arbitrary<T>, unusual: Arbitrary<T>, oneIn: number): Arbitrary<T> =>
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
const oneOrMore = (item: Arbitrary<string>): Arbitrary<Strings> =>
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

const effect = pick(['Allow', 'Allow', 'Deny'] as const);

export const statementWith = (effects: Arbitrary<'Allow' | 'Deny'>): Arbitrary<Statement> =>
  fc
    .record({
      effect: effects,
      action: oneOrMore(actionPattern),
      notAction: pick([false, false, false, true]),
      resource: oneOrMore(resourcePattern),
      notResource: pick([false, false, false, true]),
      lines: fc.option(fc.array(line, { minLength: 0, maxLength: 3 }), { freq: 3, nil: undefined }),
    })
    .map((parts) => ({
      Effect: parts.effect,
      ...(parts.notAction ? { NotAction: parts.action } : { Action: parts.action }),
      ...(parts.notResource ? { NotResource: parts.resource } : { Resource: parts.resource }),
      ...(parts.lines === undefined ? {} : { Condition: conditionsOf(parts.lines) }),
    }));

export const statement: Arbitrary<Statement> = statementWith(effect);

const version = pick([
  { Version: '2012-10-17' },
  { Version: '2012-10-17' },
  { Version: '2012-10-17' },
  { Version: '2008-10-17' },
  {},
] as const);

export const documentWith = (statements: Arbitrary<Statement>): Arbitrary<Document> =>
  fc
    .record({ version, body: fc.oneof(statements, fc.array(statements, { minLength: 1, maxLength: 3 })) })
    .map(({ version: stated, body }) => ({ ...stated, Statement: body }));

export const document: Arbitrary<Document> = documentWith(statement);

/** Without some of these nearly every request would be denied. */
const open = fc.constant(everything);
const guard = fc.oneof(open, document);

export const policies: Arbitrary<Policies> = fc
  .record({
    scp: fc.oneof(fc.constant<Document[][]>([]), fc.array(fc.array(guard, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 })),
    identity: fc.array(rarely(document, open, 8), { minLength: 0, maxLength: 3 }),
    boundary: fc.option(guard, { freq: 2, nil: undefined }),
    session: fc.option(fc.array(guard, { minLength: 1, maxLength: 2 }), { freq: 2, nil: undefined }),
    root: pick([false, false, false, false, false, false, false, false, false, true]),
  })
  .map(({ scp, identity, boundary, session, root }) => ({
    scp,
    // The root user has no policies of its own.
    identity: root ? [] : identity,
    ...(boundary === undefined || root ? {} : { boundary }),
    ...(session === undefined || root ? {} : { session }),
    ...(root ? { root } : {}),
  }));

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

const actionLens: Arbitrary<Situation> = fc
  .record({ effect, action: oneOrMore(actionPattern), not: fc.boolean(), version, request })
  .map(({ effect: Effect, action, not, version: stated, request: asked }) => ({
    policies: alone({ ...stated, Statement: { Effect, ...(not ? { NotAction: action } : { Action: action }), Resource: '*' } }),
    request: asked,
  }));

/** What variables and wildcards stand for when a pattern is made into a text that it may match. */
interface Filling {
  readonly variable: string;
  readonly any: string;
  readonly one: string;
}

const filling: Arbitrary<Filling> = fc.record({
  variable: pick(['alice', 'bob', 'x', '', '*', 'a:b']),
  any: pick(['', 'x', 'a/b', 'a:b', '\n']),
  one: pick(['x', 'é', ':']),
});

const instance = (pattern: string, { variable: filled, any, one }: Filling): string =>
  pattern.replaceAll(/\$\{([*?$])\}|\$\{[^}]*\}|\*|\?/g, (found: string, escaped: string | undefined) =>
    found.length > 1 ? (escaped ?? filled) : found === '*' ? any : one,
  );

/** The variables of a text as context entries that hold the filling. */
const fillingEntries = (text: string, { variable: filled }: Filling): [string, Strings][] =>
  variables.filter((name) => text.includes(`\${${name}`)).map((name) => [name, listKeys.includes(name) ? [filled] : filled]);

const resourceLens: Arbitrary<Situation> = fc
  .record({ effect, resource: oneOrMore(resourcePattern), not: fc.boolean(), version, request, filling, instantiated: fc.boolean() })
  .map(({ effect: Effect, resource, not, version: stated, request: asked, filling: filled, instantiated }) => {
    const [pattern = '*'] = [resource].flat();
    return {
      policies: alone({ ...stated, Statement: { Effect, Action: '*', ...(not ? { NotResource: resource } : { Resource: resource }) } }),
      request: {
        ...asked,
        resource: instantiated && pattern !== '*' ? instance(pattern, filled) : asked.resource,
        context: instantiated ? withEntries(asked.context, fillingEntries(pattern, filled)) : asked.context,
      },
    };
  });

/** One or two condition lines, and a request that often holds just what a line asks for. */
const conditionLens: Arbitrary<Situation> = fc.array(line, { minLength: 1, maxLength: 2 }).chain((lines) =>
  fc
    .record({
      effect,
      version,
      request,
      overrides: fc.tuple(...lines.map((asked) => fc.option(heldFor(asked), { freq: 2, nil: [] }))),
    })
    .map(({ effect: Effect, version: stated, request: asked, overrides }) => ({
      policies: alone({ ...stated, Statement: { Effect, Action: '*', Resource: '*', Condition: conditionsOf(lines) } }),
      request: { ...asked, resource: '*', context: withEntries(asked.context, overrides.flat()) },
    })),
);

/** Context entries for a line's key and variables, made of the line's own values. */
function heldFor({ key, values }: Line): Arbitrary<[string, Strings][]> {
  const own = [values].flat().map(String);
  const isList = listKeys.some((name) => name.toLowerCase() === key.toLowerCase());
  return fc.record({ name: recased(key), filling, as: pick(['written', 'filled']) }).chain(({ name, filling: filled, as }) => {
    const asked = own.map((text) => (as === 'filled' ? instance(text, filled) : text));
    const value = asked.length === 0 ? pick(words) : pick(asked);
    const held: Arbitrary<Strings> = isList ? fc.array(rarely(value, pick(words), 3), { minLength: 1, maxLength: 3 }) : value;
    return held.map((text): [string, Strings][] => [...(as === 'filled' ? fillingEntries(own.join(), filled) : []), [name, text]]);
  });
}

/** The context with these entries in place of those under the same keys; of two such entries the later stands. */
function withEntries(held: Context, entries: readonly [string, Strings][]): Context {
  const byKey = new Map(Object.entries(held).map((entry) => [entry[0].toLowerCase(), entry] as const));
  for (const entry of entries) byKey.set(entry[0].toLowerCase(), entry);
  return Object.fromEntries(byKey.values());
}

/** Anything at all, and statements of which one element alone decides. */
export const situation: Arbitrary<Situation> = fc.oneof(
  { arbitrary: fc.record({ policies, request }), weight: 3 },
  { arbitrary: conditionLens, weight: 5 },
  { arbitrary: resourceLens, weight: 3 },
  { arbitrary: actionLens, weight: 1 },
);
