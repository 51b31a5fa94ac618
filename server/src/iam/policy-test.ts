import {
  bindLayers,
  compilePolicy,
  explain,
  MalformedPolicyError,
  PolicySizeError,
  type Catalogue,
  type CompiledPolicy,
  type Layers,
  type PolicyKind,
} from '@carillon/iam';
import { z } from 'zod';
import { OperatorError } from '../errors.ts';

// Unit tests of policies as files, `*.policy-test.json`; docs/guide/policies.md describes them for their authors.

/** A policy: a file beside the test, the ARN of a managed policy that is there from the start, or the document itself. */
const Source = z.union([z.string().min(1), z.looseObject({ Statement: z.unknown() })]);
const Context = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const PolicyTest = z.strictObject({
  policies: z.strictObject({
    identity: z.array(Source).optional(),
    boundary: Source.optional(),
    session: z.array(Source).optional(),
    /** One list per level of the organisation. */
    scp: z.array(z.array(Source)).optional(),
    trust: Source.optional(),
  }),
  /** Condition keys that all requests carry. */
  context: Context.optional(),
  requests: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        action: z.union([z.string(), z.array(z.string()).min(1)]),
        resource: z.string().optional(),
        /** On top of the context of all; null takes a key away. */
        context: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).optional(),
        /** Who asks, for trust policies: the ARN of a user or of a role. */
        caller: z.string().optional(),
        expect: z.enum(['allowed', 'denied', 'explicitDeny', 'implicitDeny']),
      }),
    )
    .min(1),
});

type PolicyTest = z.output<typeof PolicyTest>;

/** One line of a report. */
export interface TestResult {
  readonly name: string;
  /** undefined = as expected; else what was decided instead, and by which statement. */
  readonly failure: string | undefined;
}

/** What surrounds a test. */
export interface TestSurroundings {
  readonly catalogue: Catalogue;
  /** The text of a policy that the test names: a file or an ARN. Throws OperatorError. */
  readText(source: string): string;
}

/** Carries out the tests of one file. Throws OperatorError for a file that is no test, or that names a policy which is none. */
export function runPolicyTest(text: string, { catalogue, readText }: TestSurroundings): TestResult[] {
  const test = parseTest(text);
  const layers = bindLayers(compileLayers(test, readText), catalogue);
  return test.requests.flatMap(({ name, action, resource = '*', context = {}, caller, expect }) =>
    [action].flat().map((one) => {
      const own = Object.entries(context);
      const absent = new Set(own.filter(([, value]) => value === null).map(([key]) => key.toLowerCase()));
      const entries = [...Object.entries(test.context ?? {}).filter(([key]) => !absent.has(key.toLowerCase())), ...own];
      const carried = entries.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
      const principal = caller === undefined ? undefined : { arns: [caller], account: caller.split(':')[4] };
      const explanation = explain(layers, { action: one, resource, context: Object.fromEntries(carried), principal });
      const { decision } = explanation;
      const isExpected = decision === expect || (expect === 'denied' && decision !== 'allowed');
      const label = `${name === undefined ? '' : `${name}: `}${one}${resource === '*' ? '' : ` on ${resource}`} is ${expect}`;
      return { name: label, failure: isExpected ? undefined : describe(explanation) };
    }),
  );
}

function parseTest(text: string): PolicyTest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new OperatorError(`It is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = PolicyTest.safeParse(json);
  if (!parsed.success) throw new OperatorError(`It is no policy test:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function compileLayers({ policies }: PolicyTest, readText: TestSurroundings['readText']): Layers {
  const { identity = [], boundary, session, scp = [], trust } = policies;
  const compile = (source: z.output<typeof Source>, kind: PolicyKind): CompiledPolicy => {
    const name = typeof source === 'string' ? source : 'the policy in the test';
    try {
      return compilePolicy(typeof source === 'string' ? readText(source) : JSON.stringify(source), { kind, name });
    } catch (error) {
      if (error instanceof MalformedPolicyError) throw new OperatorError(`${name}:${error.line}:${error.column}: ${error.message}`);
      if (error instanceof PolicySizeError) throw new OperatorError(`${name}: ${error.message}`);
      throw error;
    }
  };
  return {
    scp: scp.map((level) => level.map((source) => compile(source, 'scp'))),
    // Wherever an identity policy will be attached: the widest limit of size.
    identity: identity.map((source) => compile(source, 'inline-role')),
    ...(boundary !== undefined && { boundary: [compile(boundary, 'boundary')] }),
    ...(session && { session: session.map((source) => compile(source, 'session')) }),
    ...(trust !== undefined && { trust: [compile(trust, 'trust')] }),
  };
}

const layerNames = {
  scp: 'service control policies',
  identity: 'identity policies',
  boundary: 'boundary',
  session: 'session policies',
  trust: 'trust policy',
} as const;

/** `allowed by help-desk.json, line 7 (statement Pins)`. */
function describe({ decision, layer, layers }: ReturnType<typeof explain>): string {
  if (decision === 'implicitDeny') return `implicitDeny: nothing in the ${layerNames[layer ?? 'identity']} allows it`;
  const effect = decision === 'allowed' ? 'Allow' : 'Deny';
  const found = layers.flatMap(({ statements }) => statements).find((statement) => statement.applies && statement.effect === effect);
  if (!found) return decision;
  return `${decision} by ${found.policy}, line ${found.position.line}${found.sid ? ` (statement ${found.sid})` : ''}`;
}
