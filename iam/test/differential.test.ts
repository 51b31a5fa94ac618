import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../src/index.ts';
import { bind, bindTexts, situation } from './generators.ts';
import { readCases } from './naive/cases.ts';
import { decide } from './naive/evaluate.ts';
import { knownBugs, simulated } from './naive/iam-simulate.ts';
import { layersOf } from './naive/situation.ts';
import { draws } from './support/draws.ts';

// A long run: CARILLON_FUZZ_RUNS=1000000 npx vitest run iam/test/differential.test.ts
// A failure prints its seed, and the smallest situation that still fails.

describe('the engine and the naive evaluator', () => {
  test('they come to the same decision and name the same layer', { timeout: 0 }, () => {
    fc.assert(
      fc.property(situation, ({ policies, request }) => {
        const { decision, layer } = evaluate(bind(policies), request);
        expect({ decision, layer }).toEqual({ layer: undefined, ...decide(layersOf(policies), request) });
      }),
      draws(5_000),
    );
  });

  const found = readCases(readFileSync(new URL('cases/found.jsonl', import.meta.url), 'utf8'));
  test.each(found)('found once, decided right ever since: $id: $why', ({ layers, request, expected }) => {
    expect(evaluate(bindTexts(layers), request).decision).toBe(expected);
  });
});

describe('the naive evaluator and iam-simulate', () => {
  test('they decide alike wherever no known bug of iam-simulate is in play', { timeout: 0 }, () => {
    fc.assert(
      fc.property(situation, (drawn) => {
        if (knownBugs.some(({ inPlay }) => inPlay(drawn))) return;
        expect(simulated(drawn)).toBe(decide(layersOf(drawn.policies), drawn.request).decision);
      }),
      draws(5_000),
    );
  });

  test.each(knownBugs)('known bug of iam-simulate: $bug', ({ inPlay, example }) => {
    expect(inPlay(example)).toBe(true);
    expect(simulated(example)).not.toBe(decide(layersOf(example.policies), example.request).decision);
  });
});
