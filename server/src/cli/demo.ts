import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { fillDemo, type DemoCredentials } from '../demo/fill.ts';
import { OperatorError, messageOf } from '../errors.ts';
import type { ServiceConnections } from '../connections.ts';
import type { Database } from '../store/database.ts';
import type { Shell } from './command.ts';

interface Running {
  readonly database: Database;
  readonly connections: ServiceConnections;
  /** Where it listens. */
  readonly url: string;
}

/**
 * Fills the demonstration, if it is not there yet, and answers the lines that tell how to enter it. Throws OperatorError rather than touch a
 * database that holds anything else.
 */
export async function startDemo({ machine }: Shell, config: Config, { database, connections, url }: Running): Promise<string[]> {
  const file = join(config.dataDir, 'demo-credentials.json');
  const startedAt = machine.now();
  const filled = await fillDemo(database, {
    now: startedAt,
    random: machine.random,
    connections,
    publicUrl: () => config.publicUrl ?? url,
    keep: (credentials) => keepCredentials(file, { url, ...credentials }),
  });
  if (!filled) return existsSync(file) ? [`  Demonstration     its passwords and keys are in ${file}`] : [];
  const seconds = ((machine.now() - startedAt) / 1000).toFixed(1);
  return [`  Demonstration     filled in ${seconds} s; what follows is kept in ${file}`, ...describeCredentials(filled)];
}

function keepCredentials(file: string, credentials: DemoCredentials & { url: string }): void {
  try {
    writeFileSync(file, `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600, flush: true });
  } catch (cause) {
    const why = messageOf(cause);
    throw new OperatorError(
      `The demonstration's passwords cannot be kept in ${file}: ${why}. Mend that, remove the folder and start again.`,
      {
        cause,
      },
    );
  }
}

function describeCredentials({ awsAccountId, alias, operators, person }: DemoCredentials): string[] {
  const width = Math.max(...operators.map(({ password }) => password.length));
  return [
    '',
    `  AWS account ${awsAccountId} (alias ${alias}); user, password, who it is`,
    ...operators.map(({ userName, password, role, can, awsAccountId: own }) => {
      const where = own === awsAccountId ? '' : ` (AWS account ${own})`;
      return `    ${userName.padEnd(8)} ${password.padEnd(width)}  ${role}: ${can}${where}`;
    }),
    `  Somebody with a license, at /signin: ${person.email}  ${person.password}`,
    '',
  ];
}
