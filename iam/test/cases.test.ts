import { describe, expect, test } from 'vitest';
import {
  bindLayers,
  createCompiler,
  evaluate,
  explain,
  MalformedPolicyError,
  PolicySizeError,
  validatePolicy,
  type BoundLayers,
  type CompiledPolicy,
  type PolicyKind,
} from '../src/index.ts';
import { readDecisionCases, readPolicyCases, type DecisionCase } from './support/cases.ts';
import { catalogue } from './support/catalogue.ts';

// One compiler for all cases: nothing that one case leaves behind may show in another.
const compiler = createCompiler();

function bindCase({ policies, tags = [] }: DecisionCase): BoundLayers {
  const compile = (documents: readonly unknown[], kind: PolicyKind): CompiledPolicy[] =>
    documents.map((document) => compiler.compile(JSON.stringify(document), { kind }));
  return bindLayers(
    {
      scp: policies.scp.map((level) => compile(level, 'scp')),
      identity: compile(policies.identity, 'identity'),
      boundary: compile(policies.boundary, 'boundary'),
      session: compile(policies.session, 'session'),
      root: tags.includes('root'),
    },
    catalogue,
  );
}

const cases = readDecisionCases();

describe('each written case is decided as AWS decides it, or as decision 0003 rules', () => {
  test.each(cases)('$id: $why', (written) => {
    const bound = bindCase(written);
    expect(evaluate(bound, written.request).decision).toBe(written.expect);
    expect(explain(bound, written.request).decision).toBe(written.expect);
  });

  test('each is decided in under 5 ms, once compiled', () => {
    for (const written of cases) {
      const bound = bindCase(written);
      // Of the processor's time: what other programs take does not count.
      const started = process.threadCpuUsage();
      evaluate(bound, written.request);
      const { user, system } = process.threadCpuUsage(started);
      expect((user + system) / 1000, written.id).toBeLessThan(5);
    }
  });

  test('sequences are decided right on one binding, in any order: nothing of one request stays for the next', () => {
    const sequences = Map.groupBy(
      cases.filter(({ tags }) => tags?.includes('sequence')),
      ({ id }) => id.slice(0, -1),
    );
    expect(sequences.size).toBeGreaterThan(0);
    for (const sequence of sequences.values()) {
      const [first] = sequence;
      if (first === undefined) continue;
      const bound = bindCase(first);
      for (const { request, expect: expected } of [...sequence, ...sequence.toReversed()]) {
        expect(evaluate(bound, request).decision).toBe(expected);
      }
    }
  });
});

describe('each written policy is refused or accepted as AWS does, and linted', () => {
  test.each(readPolicyCases())('$id: $why', ({ document, policyType, write, lint }) => {
    const compile = (): unknown => compiler.compile(document, { kind: policyType });
    if (write === 'accept') expect(compile).not.toThrow();
    else expect(compile).toThrow(isPolicySize(lint) ? PolicySizeError : MalformedPolicyError);

    const found = validatePolicy(document, { kind: policyType, catalogue }).map(({ severity, code }) => `${severity} ${code}`);
    for (const [severity, code] of lint) {
      const finding = `${severity.replace('GENERAL_WARNING', 'WARNING')} ${code.replace(' (product code)', '')}`;
      // A self-hosted service sees private addresses every day: see findings.ts.
      if (code === 'PRIVATE_IP_ADDRESS') expect(found).not.toContain(finding);
      else expect(found).toContain(finding);
    }
    if (lint.length === 0) expect(found.filter((finding) => !finding.includes('INVALID_ACTION'))).toEqual([]);
  });
});

function isPolicySize(lint: readonly (readonly [string, string])[]): boolean {
  return lint.some(([, code]) => code.startsWith('POLICY_SIZE'));
}
