import { pino } from 'pino';
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Command, Shell } from '../../src/cli/command.ts';
import type { World } from './world.ts';

/** What a command is run on: a world, or what it has of one. */
type Beside = Pick<World, 'dataDir' | 'databaseUrl' | 'faults'> & { readonly clock: Pick<World['clock'], 'now'> };

/**
 * Runs a command on the world's database, as an operator would beside the server, and answers the lines it prints.
 * @param environment variables besides those that name the database
 */
export async function runCommand(
  { dataDir, databaseUrl, clock, faults }: Beside,
  command: Command,
  args: readonly string[],
  { environment: more = {}, ...rest }: { readonly environment?: Readonly<Record<string, string>> } & Pick<Shell, 'progress'> = {},
): Promise<string[]> {
  const lines: string[] = [];
  const shell = {
    machine: {
      now: clock.now,
      newId: () => randomUUIDv7(),
      random: randomBytes,
      notice: () => undefined,
      fault: (error: unknown) => void faults.push(error),
    },
    environment: { CARILLON_DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...more },
    version: '0',
    log: pino({ level: 'silent' }),
    print: (line: string) => void lines.push(line),
    stopRequested: () => Promise.resolve(),
    ...rest,
  };
  await command.run(shell, args);
  return lines;
}
