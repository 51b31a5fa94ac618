import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindContext, createCompiler, evaluate, explain, decide as prebound, type Catalogue } from '../src/index.ts';
import { bind, document, documentWith, fits, policies, situation, statementWith } from './generators.ts';
import { actions, listKeys, operatorPairs } from './naive/alphabets.ts';
import { actionPattern, conditionsOf, context, line, request, resourcePattern } from './naive/arbitraries.ts';
import { decide, type Decision, type Request } from './naive/evaluate.ts';
import { add, recase, reshape, shuffle, type Shape } from './naive/rewrite.ts';
import { alone, everything, layersOf, type Conditions, type Policies, type Situation, type Statement } from './naive/situation.ts';
import { draws } from './support/draws.ts';

// A long run: CARILLON_FUZZ_RUNS=100000 npx vitest run iam/test/laws.test.ts

const catalogue: Catalogue = {
  actions: ['chime:ListUsers', 'chime:GetUser', 's3:GetObject'].map((name) => ({
    service: name.split(':')[0] ?? '',
    name: name.split(':')[1] ?? '',
    access: 'Read',
  })),
};
const compiler = createCompiler(50);

function law<T>(name: string, arbitrary: Arbitrary<T>, holds: (drawn: T) => void): void {
  test(name, { timeout: 0 }, () => {
    fc.assert(fc.property(arbitrary, holds), draws(500));
  });
}

const decisionOf = ({ policies: layers, request: asked }: Situation): Decision => evaluate(bind(layers), asked).decision;
const isAllowed = (layers: Policies, asked: Request): boolean => evaluate(bind(layers), asked).decision === 'allowed';

const wholeStatement: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

/** One statement by itself, on top of "everything" if it denies. */
const only = (statement: Statement): Policies => alone({ Version: '2012-10-17', Statement: statement });

const plain = (action: string): Request => ({ action, resource: '*', context: {} });

/** Whether a condition is fulfilled where nothing else is asked. */
const holds = (Condition: Conditions, asked: Request): boolean =>
  isAllowed(only({ ...wholeStatement, Condition }), { ...asked, resource: '*' });

describe('how a policy is written does not matter', () => {
  const ranks = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 12 });

  law(
    'the order of documents, statements, conditions, values and context keys is irrelevant',
    fc.tuple(situation, ranks),
    ([drawn, order]) => {
      const shuffled: Shape = {
        list: (items) => shuffle(items, order),
        strings: (values) => (typeof values === 'string' ? values : shuffle(values, order)),
      };
      expect(decisionOf(reshape(drawn, shuffled))).toBe(decisionOf(drawn));
    },
  );

  law('a document, statement or value written twice is as good as once', situation, (drawn) => {
    const doubled = reshape(drawn, { list: (items) => [...items, ...items], strings: (values) => [values, values].flat() });
    fc.pre(fits(doubled.policies));
    expect(decisionOf(doubled)).toBe(decisionOf(drawn));
  });

  law('a scalar is a list of one', situation, (drawn) => {
    const listed: Shape = { list: (items) => [...items], strings: (values) => [values].flat() };
    const scalar: Shape = {
      list: (items) => [...items],
      strings: (values) => (values.length === 1 ? ([values].flat()[0] ?? values) : values),
    };
    expect(decisionOf(reshape(drawn, listed))).toBe(decisionOf(drawn));
    expect(decisionOf(reshape(drawn, scalar))).toBe(decisionOf(drawn));
  });

  law(
    'the case of actions and of condition keys is irrelevant',
    fc.tuple(situation, fc.constantFrom('upper', 'lower')),
    ([drawn, letters]) => {
      const turn = (text: string): string => (letters === 'upper' ? text.toUpperCase() : text.toLowerCase());
      expect(decisionOf(recase(drawn, turn))).toBe(decisionOf(drawn));
    },
  );
});

describe('more of a policy works in one direction', () => {
  const allow = documentWith(statementWith(fc.constant('Allow')));
  const deny = documentWith(statementWith(fc.constant('Deny')));
  const place = fc.constantFrom(...(['scp', 'identity', 'boundary', 'session'] as const));

  law('another Allow never removes access', fc.tuple(situation, allow, place), ([{ policies: before, request: asked }, added, where]) => {
    const after = add(before, added, where);
    fc.pre(fits(after));
    if (isAllowed(before, asked)) expect(isAllowed(after, asked)).toBe(true);
  });

  law('another Deny never adds access', fc.tuple(situation, deny, place), ([{ policies: before, request: asked }, added, where]) => {
    const after = add(before, added, where);
    fc.pre(fits(after));
    if (!isAllowed(before, asked)) expect(isAllowed(after, asked)).toBe(false);
  });

  law(
    'a boundary, a session policy or one more level of service control policies never adds access',
    fc.tuple(situation, document),
    ([drawn, layer]) => {
      const { policies: before, request: asked } = drawn;
      fc.pre(fits({ scp: [[layer]], identity: [], session: [layer] }));
      if (isAllowed(before, asked)) return;
      expect(isAllowed({ ...before, scp: [...before.scp, [layer]] }, asked)).toBe(false);
      if (before.boundary === undefined) expect(isAllowed({ ...before, boundary: layer }, asked)).toBe(false);
      if (before.session === undefined) expect(isAllowed({ ...before, session: [layer] }, asked)).toBe(false);
    },
  );

  law(
    'whoever is allowed is also allowed when an outer layer lets everything through',
    situation,
    ({ policies: before, request: asked }) => {
      if (isAllowed(before, asked)) expect(isAllowed({ ...before, scp: [...before.scp, [everything]] }, asked)).toBe(true);
    },
  );
});

describe('elements and operators are defined by one another', () => {
  const listed = fc.array(actionPattern, { minLength: 0, maxLength: 3 });

  law(
    'NotAction is Action over the complement',
    fc.tuple(listed, fc.constantFrom(...actions), fc.constantFrom('Allow', 'Deny')),
    ([patterns, action, Effect]) => {
      const complement = actions.filter((other) => !isAllowed(only({ Effect: 'Allow', Action: patterns, Resource: '*' }), plain(other)));
      const negated = only({ Effect, NotAction: patterns, Resource: '*' });
      const spelled = only({ Effect, Action: complement, Resource: '*' });
      expect(evaluate(bind(negated), plain(action)).decision).toBe(evaluate(bind(spelled), plain(action)).decision);
    },
  );

  law(
    'NotResource lets through just what Resource does not',
    fc.tuple(fc.array(resourcePattern, { maxLength: 3 }), request),
    ([patterns, asked]) => {
      const listedOnes = isAllowed(only({ Effect: 'Allow', Action: '*', Resource: patterns }), asked);
      expect(isAllowed(only({ Effect: 'Allow', Action: '*', NotResource: patterns }), asked)).toBe(!listedOnes);
    },
  );

  law('an operator IfExists is the operator or an absent key', fc.tuple(line, request), ([drawn, asked]) => {
    const base = drawn.operator.replace(/ifexists$/i, '');
    // ForAnyValue overrules IfExists, and Null does not take it.
    if (/^foranyvalue:|null$/i.test(base)) return;
    const one = (operator: string): boolean => holds({ [operator]: { [drawn.key]: drawn.values } }, asked);
    const isAbsent = holds({ Null: { [drawn.key]: 'true' } }, asked);
    expect(one(`${base}IfExists`)).toBe(isAbsent || one(base));
  });

  const pairs = operatorPairs.flatMap(([positive, negative]) => (negative === undefined ? [] : [[positive, negative] as const]));
  const turned = fc.constantFrom(
    ...pairs.flatMap(([positive, negative]) => [[positive, negative] as const, [negative, positive] as const]),
  );

  law(
    'ForAllValues with an operator is the contrary of ForAnyValue with its negation',
    fc.tuple(turned, line, request),
    ([[operator, negation], drawn, asked]) => {
      const one = (name: string): boolean => holds({ [name]: { [drawn.key]: drawn.values } }, asked);
      expect(one(`ForAllValues:${operator}`)).toBe(!one(`ForAnyValue:${negation}`));
    },
  );

  law(
    'on a single-valued key an operator is the contrary of its negation',
    fc.tuple(turned, line, request),
    ([[operator, negation], drawn, asked]) => {
      if (listKeys.some((key) => key.toLowerCase() === drawn.key.toLowerCase())) return;
      const one = (name: string): boolean => holds({ [name]: { [drawn.key]: drawn.values } }, asked);
      expect(one(operator)).toBe(!one(negation));
    },
  );

  law('conditions are joined by "and"', fc.tuple(line, line, request), ([first, second, asked]) => {
    if (first.operator === second.operator && first.key === second.key) return;
    expect(holds(conditionsOf([first, second]), asked)).toBe(holds(conditionsOf([first]), asked) && holds(conditionsOf([second]), asked));
  });
});

describe('the engine is one thing from all sides', () => {
  law('what is compiled decides as the naive evaluator interprets', situation, ({ policies: layers, request: asked }) => {
    const { decision, layer } = decide(layersOf(layers), asked);
    expect(evaluate(bind(layers), asked)).toMatchObject({ decision, ...(layer === undefined ? {} : { layer }) });
  });

  law('an explanation comes to the decision it explains', situation, ({ policies: layers, request: asked }) => {
    const bound = bind(layers);
    expect(explain(bound, asked)).toMatchObject(evaluate(bound, asked));
  });

  law('a bound context decides each action and resource as a request does', fc.tuple(situation, fc.array(request)), ([drawn, others]) => {
    const bound = bind(drawn.policies);
    const ready = bindContext(bound, drawn.request.context);
    for (const { action, resource } of [drawn.request, ...others]) {
      expect(prebound(ready, action, resource)).toEqual(evaluate(bound, { ...drawn.request, action, resource }));
    }
  });

  law('a catalogue of actions and a compiler that remembers change no decision', situation, ({ policies: layers, request: asked }) => {
    const { decision, layer } = evaluate(bind(layers, { compile: compiler.compile, catalogue }), asked);
    expect({ decision, layer }).toEqual({ layer: undefined, ...decide(layersOf(layers), asked) });
  });

  law(
    'one bound engine decides each request as if it were its first',
    fc.tuple(policies, fc.array(request, { minLength: 2, maxLength: 5 })),
    ([layers, asked]) => {
      const bound = bind(layers);
      const together = asked.map((one) => evaluate(bound, one).decision);
      expect(together).toEqual(asked.map((one) => evaluate(bind(layers), one).decision));
    },
  );

  law('a key that no policy mentions does not matter', fc.tuple(situation, context), ([drawn, other]) => {
    const text = JSON.stringify(drawn.policies).toLowerCase();
    const unmentioned = Object.entries(other).filter(([key]) => !text.includes(key.toLowerCase()));
    const kept = Object.entries(drawn.request.context).filter(([key]) => text.includes(key.toLowerCase()));
    const asked = { ...drawn.request, context: Object.fromEntries([...kept, ...unmentioned]) };
    expect(decisionOf({ ...drawn, request: asked })).toBe(decisionOf(drawn));
  });
});
