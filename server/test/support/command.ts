import { pino } from 'pino';
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Command, Shell } from '../../src/cli/command.ts';
import type { World } from './world.ts';

/** Runs a command on the world's database, as an operator would beside the server, and answers the lines it prints. */
export async function runCommand(
  { dataDir, databaseUrl, clock, faults }: World,
  command: Command,
  args: readonly string[],
  more: Pick<Shell, 'progress'> = {},
): Promise<string[]> {
  const lines: string[] = [];
  const shell = {
    machine: { now: clock.now, newId: () => randomUUIDv7(), random: randomBytes, fault: (error: unknown) => void faults.push(error) },
    environment: { CARILLON_DATA_DIR: dataDir, DATABASE_URL: databaseUrl },
    version: '0',
    log: pino({ level: 'silent' }),
    print: (line: string) => void lines.push(line),
    stopRequested: () => Promise.resolve(),
    ...more,
  };
  await command.run(shell, args);
  return lines;
}
