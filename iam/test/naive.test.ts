import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCases } from './naive/cases.ts';
import { decide } from './naive/evaluate.ts';

const folder = new URL('cases/', import.meta.url);

describe('the naive evaluator decides every written case as the case says', () => {
  const text = existsSync(new URL('iam-cases.jsonl', folder))
    ? readFileSync(new URL('iam-cases.jsonl', folder), 'utf8')
    : readFileSync('/work/shared/cases/iam-cases.jsonl', 'utf8');
  test.each(readCases(text))('$id: $why', ({ layers, request, expected }) => {
    expect(decide(layers, request).decision).toBe(expected);
  });
});
