import { z } from 'zod';
import { InvalidInput, OperatorError } from '../../errors.ts';
import { policyArn } from '../../iam/arns.ts';
import { awsManagedPolicies } from '../../iam/aws-managed-policies.ts';
import { ownPolicy, runPolicyTest, type TestResult } from '../../iam/policy-test.ts';
import { PolicyTestProblem } from '../../iam/policy-test-text.ts';
import { queryOperation } from '../../operation.ts';
import { policyDocument } from '../../shapes/iam.ts';

/** Characters of a test: some thousand requests. */
const testLengthMax = 131_072;

const document = z.enum(['Policy', 'Test', 'AwsManagedPolicy']).meta({ id: 'TestedDocument' });
const place = { Line: z.int(), Column: z.int(), Offset: z.int() };

const Statement = z
  .object({ Document: document, Policy: z.string(), Sid: z.string().optional(), ...place })
  .meta({ id: 'TestedStatement' });

const Result = z
  .object({
    Name: z.string(),
    Action: z.string(),
    Resource: z.string(),
    Expected: z.enum(['allowed', 'denied', 'explicitDeny', 'implicitDeny']).meta({ id: 'ExpectedDecision' }),
    Decision: z.enum(['allowed', 'explicitDeny', 'implicitDeny']).meta({ id: 'TestedDecision' }),
    Passed: z.boolean(),
    // Absent: as expected.
    Failure: z.string().optional(),
    // Of the request in the test.
    ...place,
    // Absent: no statement decided, so it is denied.
    Statement: Statement.optional(),
  })
  .meta({ id: 'PolicyTestResult' });

/** Ours: AWS has no unit tests of policies. `carillon policy test` carries out the same files. */
export const TestPolicy = queryOperation('iam', {
  name: 'TestPolicy',
  needs: { actions: ['SimulateCustomPolicy'] },
  summary: 'Carries out unit tests of a policy: a *.policy-test.json whose file names all mean the policy in question',
  mutates: false,
  input: z.object({
    PolicyDocument: policyDocument,
    TestDocument: z.string().min(1).max(testLengthMax).meta({ id: 'policyTestDocumentType' }),
  }),
  output: z.object({
    Results: z.array(Result),
    // Why the tests could not be carried out, and where that stands.
    Problem: z
      .object({ Message: z.string(), Document: document, ...place })
      .meta({ id: 'PolicyTestProblem' })
      .optional(),
  }),
  errors: [InvalidInput],
  example: {
    PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:Get*","Resource":"*"}]}',
    TestDocument: '{"policies":{"identity":["policy.json"]},"requests":[{"action":"chime:GetUser","expect":"allowed"}]}',
  },
  async handler({ catalogue }, { PolicyDocument, TestDocument }) {
    try {
      const results = runPolicyTest(TestDocument, { catalogue, readText: createSources(PolicyDocument) });
      return { Results: results.map(toResult) };
    } catch (error) {
      // To whoever is writing a test, that it is none is an answer, with its place.
      if (!(error instanceof PolicyTestProblem)) throw error;
      const Document = error.document === 'test' ? ('Test' as const) : documentOf(error.document.policy);
      return { Results: [], Problem: { Message: error.message, Document, ...toPlace(error.position) } };
    }
  },
});

/** A file name means the policy in question, as long as a test names only one. */
function createSources(policy: string): (source: string) => string {
  let known: string | undefined;
  return (source) => {
    if (source.startsWith('arn:')) {
      const managed = awsManagedPolicies.find((one) => policyArn('aws', one) === source);
      if (managed) return managed.document;
      throw new OperatorError(`${source} is none of the policies that are there from the start. Write the document into the test.`);
    }
    known ??= source;
    if (source === known) return policy;
    throw new OperatorError(
      `The test names two files, ${known} and ${source}, and here is only one policy. Write the other document into the test.`,
    );
  };
}

function toResult({ name, failure, action, resource, expected, decision, position, statement }: TestResult) {
  return {
    Name: name,
    Action: action,
    Resource: resource,
    Expected: expected,
    Decision: decision,
    Passed: failure === undefined,
    Failure: failure,
    ...toPlace(position),
    Statement: statement && {
      Document: documentOf(statement.policy),
      Policy: statement.policy,
      Sid: statement.sid,
      ...toPlace(statement.position),
    },
  };
}

function documentOf(policy: string): z.output<typeof document> {
  if (policy === ownPolicy) return 'Test';
  return policy.startsWith('arn:') ? 'AwsManagedPolicy' : 'Policy';
}

function toPlace({ line, column, offset }: TestResult['position']) {
  return { Line: line, Column: column, Offset: offset };
}
