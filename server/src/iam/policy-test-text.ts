import { parseJson, positionAt, type JsonNode, type Position } from '@carillon/iam';
import { z } from 'zod';
import { OperatorError } from '../errors.ts';

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

export type PolicySource = z.output<typeof Source>;

/** A test as it is written, and where each part of it stands. */
export interface ReadPolicyTest extends z.output<typeof PolicyTest> {
  /** The place of a part, or of the smallest part around it that is there. */
  at(path: readonly PropertyKey[]): Position;
  /** The part's text, everything around it replaced by blanks: what is found in it stands where it stands in the test. */
  cut(path: readonly PropertyKey[]): string;
}

/** A test that cannot be carried out. */
export class PolicyTestProblem extends OperatorError {
  /** What the place is in: the test itself, or the policy that it names so. */
  readonly document: { readonly policy: string } | 'test';
  readonly position: Position;
  constructor(message: string, document: PolicyTestProblem['document'], position: Position, options?: ErrorOptions) {
    super(message, options);
    this.document = document;
    this.position = position;
  }
}

/** Throws PolicyTestProblem for a text that is no test. */
export function readPolicyTest(text: string): ReadPolicyTest {
  const parsed = parseJson(text);
  if ('error' in parsed) {
    const at = positionAt(text, parsed.span.start);
    const why = text.trim() === '' ? 'It is empty.' : parsed.error;
    throw new PolicyTestProblem(`It is not JSON: line ${at.line}, column ${at.column}: ${why}`, 'test', at);
  }
  const find = (path: readonly PropertyKey[]): JsonNode => follow(parsed.node, path);
  const checked = PolicyTest.safeParse(JSON.parse(text));
  if (!checked.success) {
    const at = positionAt(text, find(checked.error.issues[0]?.path ?? []).start);
    throw new PolicyTestProblem(`It is no policy test:\n${z.prettifyError(checked.error)}`, 'test', at);
  }
  return {
    ...checked.data,
    at: (path) => positionAt(text, find(path).start),
    cut: (path) => {
      const { start, end } = find(path);
      return text.slice(0, start).replaceAll(/[^\n]/g, ' ') + text.slice(start, end);
    },
  };
}

function follow(node: JsonNode, [step, ...rest]: readonly PropertyKey[]): JsonNode {
  if (step === undefined) return node;
  const next =
    node.type === 'array'
      ? node.items[Number(step)]
      : node.type === 'object'
        ? node.members.find(({ key }) => key.value === step)?.value
        : undefined;
  return next ? follow(next, rest) : node;
}
