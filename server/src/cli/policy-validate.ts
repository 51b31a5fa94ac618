import { validatePolicy } from '@carillon/iam';
import { catalogueOf } from '../derive/catalogue.ts';
import { OperatorError } from '../errors.ts';
import { operations } from '../operations/all.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { readKind, readText } from './policy-files.ts';

const usage = 'policy validate FILE [--type identity|trust|scp|boundary|session]   Tell what is wrong, doubtful or useless in a policy.';

export const policyValidate: Command = {
  name: 'policy validate',
  usage,
  async run(shell, args) {
    const { positional, own } = readArguments(args, ['type'], usage, 1);
    const [file = ''] = positional;
    const findings = validatePolicy(readText(file), { kind: readKind(own.get('type')), catalogue: catalogueOf(operations) });
    for (const { line, column, severity, code, message } of findings)
      shell.print(`${file}:${line}:${column}  ${severity}  ${code}  ${message}`);
    const errors = findings.filter(({ severity }) => severity === 'ERROR').length;
    if (errors > 0) throw new OperatorError(`${file} has ${errors} ${errors === 1 ? 'error' : 'errors'}.`);
    if (findings.length === 0) shell.print(`${file}: no findings.`);
  },
};
