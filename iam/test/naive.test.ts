import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCases } from './naive/cases.ts';
import { decide } from './naive/evaluate.ts';

describe.each(['iam-cases', 'found'])('the naive evaluator decides each case of %s.jsonl as the case says', (name) => {
  const text = readFileSync(new URL(`cases/${name}.jsonl`, import.meta.url), 'utf8');
  test.each(readCases(text))('$id: $why', ({ layers, request, expected }) => {
    expect(decide(layers, request).decision).toBe(expected);
  });
});

test('an operator that does not exist withholds an Allow and does not excuse from a Deny', () => {
  const document = (effect: string): string =>
    JSON.stringify({ Statement: { Effect: effect, Action: '*', Resource: '*', Condition: { StringMatches: { 'aws:username': 'a' } } } });
  const request = { action: 'chime:ListUsers', resource: '*', context: { 'aws:username': 'a' } };
  expect(decide({ scp: [], identity: [document('Allow')] }, request).decision).toBe('implicitDeny');
  expect(decide({ scp: [], identity: [document('Deny')] }, request).decision).toBe('explicitDeny');
});
