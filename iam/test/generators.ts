import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import {
  bindLayers,
  compilePolicy,
  measurePolicy,
  sizeLimit,
  type BoundLayers,
  type Catalogue,
  type CompiledPolicy,
  type Layers as EngineLayers,
  type PolicyKind,
} from '../src/index.ts';
import { listKeys, variables, words } from './naive/alphabets.ts';
import {
  actionPattern,
  conditionsOf,
  line,
  oneOrMore,
  pick,
  rarely,
  recased,
  request,
  resourcePattern,
  type Line,
} from './naive/arbitraries.ts';
import type { Context } from './naive/context.ts';
import type { Layers } from './naive/evaluate.ts';
import {
  alone,
  everything,
  layersOf,
  type Document,
  type Policies,
  type Situation,
  type Statement,
  type Strings,
} from './naive/situation.ts';

/** The layers as the engine takes them. */
export const bind = (policies: Policies, engine?: Partial<Engine>): BoundLayers => bindTexts(layersOf(policies), engine);

export function bindTexts(
  { scp, identity, boundary, session, root }: Layers,
  { compile = compilePolicy, catalogue }: Partial<Engine> = {},
): BoundLayers {
  const compileAs = (kind: PolicyKind, texts: readonly string[]): CompiledPolicy[] => texts.map((text) => compile(text, { kind }));
  const layers: EngineLayers = {
    scp: scp.map((level) => compileAs('scp', level)),
    identity: compileAs('identity', identity),
    ...(boundary === undefined ? {} : { boundary: compileAs('boundary', [boundary]) }),
    ...(session === undefined ? {} : { session: compileAs('session', session) }),
    ...(root === undefined ? {} : { root }),
  };
  return bindLayers(layers, catalogue);
}

/** Parts of the engine that a test may replace. */
interface Engine {
  readonly compile: typeof compilePolicy;
  readonly catalogue: Catalogue;
}

/** Whether every document is short enough to be stored where it stands. */
export function fits(policies: Policies): boolean {
  const { scp, identity, boundary = '', session = [] } = layersOf(policies);
  return (
    areWithin('scp', scp.flat()) && areWithin('identity', identity) && areWithin('boundary', [boundary]) && areWithin('session', session)
  );
}

const areWithin = (kind: PolicyKind, texts: readonly string[]): boolean => texts.every((text) => measurePolicy(text) <= sizeLimit(kind));

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
    ...(boundary === undefined ? {} : { boundary }),
    ...(session === undefined ? {} : { session }),
    ...(root ? { root } : {}),
  }))
  .filter(fits);

const actionLens: Arbitrary<Situation> = fc
  .record({ effect, action: oneOrMore(actionPattern), not: fc.boolean(), version, request })
  .map(({ effect: Effect, action, not, version: stated, request: asked }) => ({
    policies: alone({ ...stated, Statement: { Effect, ...(not ? { NotAction: action } : { Action: action }), Resource: '*' } }),
    request: asked,
  }));

/** What variables and wildcards stand for when a pattern is made into a text that it may match. */
interface Filling {
  readonly variable: string;
  /** Further values of a variable that is sent as a list. */
  readonly others: readonly string[];
  readonly any: string;
  readonly one: string;
}

const filling: Arbitrary<Filling> = fc.record({
  variable: pick(['alice', 'bob', 'x', '', '*', 'a:b']),
  others: pick([[], [], ['alice']]),
  any: pick(['', 'x', 'a/b', 'a:b', '\n']),
  one: pick(['x', 'é', ':']),
});

const instance = (pattern: string, { variable: filled, any, one }: Filling): string =>
  pattern.replaceAll(/\$\{([*?$])\}|\$\{[^}]*\}|\*|\?/g, (found: string, escaped: string | undefined) =>
    found.length > 1 ? (escaped ?? filled) : found === '*' ? any : one,
  );

/** The variables of a text as context entries that hold the filling. */
const fillingEntries = (text: string, { variable: filled, others }: Filling): [string, Strings][] =>
  variables.filter((name) => text.includes(`\${${name}`)).map((name) => [name, listKeys.includes(name) ? [filled, ...others] : filled]);

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
  const held = (value: Arbitrary<string>): Arbitrary<Strings> =>
    isList ? fc.array(rarely(value, pick(words), 3), { minLength: 1, maxLength: 3 }) : value;
  const written = own.length === 0 ? pick(words) : pick(own);
  const nothing: Arbitrary<Strings> = isList ? pick([[''], ['', '']]) : fc.constant('');
  const filled = filling.chain((by) =>
    held(written.map((text) => instance(text, by))).map((value) => ({ value, others: fillingEntries(own.join(), by) })),
  );
  const plain = (value: Arbitrary<Strings>): typeof filled => value.map((held) => ({ value: held, others: [] }));
  return fc
    .tuple(
      recased(key),
      fc.oneof(
        { arbitrary: filled, weight: 4 },
        { arbitrary: plain(held(written)), weight: 4 },
        { arbitrary: plain(held(written.chain(recased))), weight: 1 },
        { arbitrary: plain(nothing), weight: 1 },
      ),
    )
    .map(([name, { value, others }]) => [...others, [name, value]]);
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
