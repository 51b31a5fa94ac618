import type { Logger } from 'pino';
import type { Machine } from '../compose.ts';

/** What a command may use of the process it runs in. */
export interface Shell {
  readonly machine: Machine;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly log: Logger;
  /** One line on standard output. */
  print(line: string): void;
  /** Draws a text in the place of the one before, '' to remove it; undefined where nobody looks on. */
  progress?(text: string): void;
  /** Resolves when the process is asked to stop (SIGTERM, SIGINT). */
  stopRequested(): Promise<void>;
}

/** One command of `carillon`. */
export interface Command {
  readonly name: string;
  /** For `carillon help`: the arguments and one sentence. */
  readonly usage: string;
  /** Throws OperatorError for what the operator can mend. */
  run(shell: Shell, args: readonly string[]): Promise<void>;
}
