import {
  bindLayers,
  compilePolicy,
  explain,
  MalformedPolicyError,
  PolicySizeError,
  type Catalogue,
  type CompiledPolicy,
  type Explanation,
  type Layers,
  type PolicyKind,
  type Position,
} from '@carillon/iam';
import { OperatorError } from '../errors.ts';
import { PolicyTestProblem, readPolicyTest, type PolicySource, type ReadPolicyTest } from './policy-test-text.ts';

// Unit tests of policies, `*.policy-test.json`; docs/guide/policies.md describes them for their authors.

/** One line of a report. */
export interface TestResult {
  readonly name: string;
  /** undefined = as expected; else what was decided instead, and by which statement. */
  readonly failure: string | undefined;
  readonly action: string;
  readonly resource: string;
  readonly expected: 'allowed' | 'denied' | 'explicitDeny' | 'implicitDeny';
  readonly decision: Explanation['decision'];
  /** Of the request in the test. */
  readonly position: Position;
  /** The statement that decided; undefined = none did. */
  readonly statement: DecidingStatement | undefined;
}

/** The statement that decided a request, and where it stands in its policy; one in the test itself stands where it does there. */
export interface DecidingStatement {
  readonly policy: string;
  readonly sid: string | undefined;
  readonly position: Position;
}

/** What surrounds a test. */
export interface TestSurroundings {
  readonly catalogue: Catalogue;
  /** The text of a policy that the test names: a file or an ARN. Throws OperatorError. */
  readText(source: string): string;
}

/** What a policy that is written into the test is called. */
export const ownPolicy = 'the policy in the test';

/** Carries out the tests of one text. Throws PolicyTestProblem for one that is no test, or that names a policy which is none. */
export function runPolicyTest(text: string, { catalogue, readText }: TestSurroundings): TestResult[] {
  const test = readPolicyTest(text);
  const layers = bindLayers(compileLayers(test, readText), catalogue);
  return test.requests.flatMap(({ name, action, resource = '*', context = {}, caller, expect: expected }, index) =>
    [action].flat().map((one) => {
      const own = Object.entries(context);
      const absent = new Set(own.filter(([, value]) => value === null).map(([key]) => key.toLowerCase()));
      const entries = [...Object.entries(test.context ?? {}).filter(([key]) => !absent.has(key.toLowerCase())), ...own];
      const carried = entries.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
      const principal = caller === undefined ? undefined : { arns: [caller], account: caller.split(':')[4] };
      const explanation = explain(layers, { action: one, resource, context: Object.fromEntries(carried), principal });
      const { decision } = explanation;
      const isExpected = decision === expected || (expected === 'denied' && decision !== 'allowed');
      const label = `${name === undefined ? '' : `${name}: `}${one}${resource === '*' ? '' : ` on ${resource}`} is ${expected}`;
      const statement = findDeciding(explanation);
      return {
        name: label,
        failure: isExpected ? undefined : describe(explanation, statement),
        action: one,
        resource,
        expected,
        decision,
        position: test.at(['requests', index]),
        statement,
      };
    }),
  );
}

function compileLayers(test: ReadPolicyTest, readText: TestSurroundings['readText']): Layers {
  const { identity = [], boundary, session, scp = [], trust } = test.policies;
  const compile = (source: PolicySource, kind: PolicyKind, ...path: readonly PropertyKey[]): CompiledPolicy =>
    compileSource({ test, readText }, source, kind, ['policies', ...path]);
  return {
    scp: scp.map((level, at) => level.map((source, index) => compile(source, 'scp', 'scp', at, index))),
    // Wherever an identity policy will be attached: the widest limit of size.
    identity: identity.map((source, index) => compile(source, 'inline-role', 'identity', index)),
    ...(boundary !== undefined && { boundary: [compile(boundary, 'boundary', 'boundary')] }),
    ...(session && { session: session.map((source, index) => compile(source, 'session', 'session', index)) }),
    ...(trust !== undefined && { trust: [compile(trust, 'trust', 'trust')] }),
  };
}

function compileSource(
  { test, readText }: Pick<TestSurroundings, 'readText'> & { readonly test: ReadPolicyTest },
  source: PolicySource,
  kind: PolicyKind,
  path: readonly PropertyKey[],
): CompiledPolicy {
  const isNamed = typeof source === 'string';
  const name = isNamed ? source : ownPolicy;
  try {
    return compilePolicy(isNamed ? readText(source) : test.cut(path), { kind, name });
  } catch (error) {
    if (error instanceof MalformedPolicyError) {
      const { line, column, offset } = error;
      const message = `${name}:${line}:${column}: ${error.message}`;
      throw new PolicyTestProblem(message, isNamed ? { policy: name } : 'test', { line, column, offset }, { cause: error });
    }
    if (error instanceof PolicySizeError) throw new PolicyTestProblem(`${name}: ${error.message}`, 'test', test.at(path), { cause: error });
    if (error instanceof OperatorError) throw new PolicyTestProblem(error.message, 'test', test.at(path), { cause: error });
    throw error;
  }
}

const layerNames = {
  scp: 'service control policies',
  identity: 'identity policies',
  boundary: 'boundary',
  session: 'session policies',
  trust: 'trust policy',
} as const;

function findDeciding({ decision, layers }: Explanation): DecidingStatement | undefined {
  if (decision === 'implicitDeny') return undefined;
  const effect = decision === 'allowed' ? 'Allow' : 'Deny';
  const found = layers.flatMap(({ statements }) => statements).find((statement) => statement.applies && statement.effect === effect);
  return found && { policy: found.policy ?? ownPolicy, sid: found.sid, position: found.position };
}

/** `allowed by help-desk.json, line 7 (statement Pins)`. */
function describe({ decision, layer }: Explanation, statement: DecidingStatement | undefined): string {
  if (decision === 'implicitDeny') return `implicitDeny: nothing in the ${layerNames[layer ?? 'identity']} allows it`;
  if (!statement) return decision;
  return `${decision} by ${statement.policy}, line ${statement.position.line}${statement.sid ? ` (statement ${statement.sid})` : ''}`;
}
