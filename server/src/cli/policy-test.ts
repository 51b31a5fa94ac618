import { dirname, join } from 'node:path';
import { catalogueOf } from '../derive/catalogue.ts';
import { OperatorError } from '../errors.ts';
import { policyArn } from '../iam/arns.ts';
import { awsManagedPolicies } from '../iam/aws-managed-policies.ts';
import { runPolicyTest, type TestResult } from '../iam/policy-test.ts';
import { operations } from '../operations/all.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { readText } from './policy-files.ts';

const usage = 'policy test FILE…                  Carry out tests of policies (*.policy-test.json).';

export const policyTest: Command = {
  name: 'policy test',
  usage,
  async run(shell, args) {
    const { positional: files } = readArguments(args, [], usage, 'some');
    const catalogue = catalogueOf(operations);
    const results: TestResult[] = [];
    const broken: string[] = [];
    for (const file of files) {
      shell.print(file);
      try {
        const own = runPolicyTest(readText(file), { catalogue, readText: (source) => readSource(source, file) });
        for (const { name, failure } of own) shell.print(failure === undefined ? `  ✔ ${name}` : `  ✖ ${name}, but was ${failure}`);
        results.push(...own);
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        // One broken file does not keep the others from being tested.
        shell.print(`  ✖ ${error.message.replaceAll('\n', '\n    ')}`);
        broken.push(file);
      }
    }
    const failed = results.filter(({ failure }) => failure !== undefined).length;
    const summary = `${results.length - failed} passed, ${failed} failed${broken.length > 0 ? `, ${broken.length} files could not be tested` : ''}`;
    if (failed > 0 || broken.length > 0) throw new OperatorError(summary);
    shell.print(summary);
  },
};

/** A managed policy that is there from the start, by its ARN; or a file, named from where the test stands. */
function readSource(source: string, testFile: string): string {
  if (!source.startsWith('arn:')) return readText(join(dirname(testFile), source));
  const managed = awsManagedPolicies.find((policy) => policyArn('aws', policy) === source);
  if (!managed) throw new OperatorError(`${source} is none of the policies that are there from the start. Name a file.`);
  return managed.document;
}
