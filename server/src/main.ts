#!/usr/bin/env node
// The only module that touches the process: arguments, environment, clock, randomness, signals, standard streams.
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { Shell } from './cli/command.ts';
import { start } from './cli/start.ts';
import { describeSettings } from './config.ts';
import { OperatorError } from './errors.ts';
import { serverFolder } from './places.ts';

const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', serverFolder), 'utf8'));
const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
const log = pino({ base: null, level: 'info' }, pino.destination({ dest: 2, sync: true }));
const stop = Promise.withResolvers<void>();

const shell: Shell = {
  machine: {
    now: () => Date.now(),
    newId: () => randomUUIDv7(),
    random: (bytes) => randomBytes(bytes),
    notice: (message) => log.warn(message),
    fault: (error, requestId) => log.error({ err: error, requestId }, 'A request failed.'),
  },
  environment: process.env,
  version,
  log,
  print: (line) => process.stdout.write(`${line}\n`),
  // On a terminal only: in a file or a pipe, what was drawn over would be noise.
  ...(process.stderr.isTTY && { progress: (text: string) => void process.stderr.write(`\r\x1b[2K${text}`) }),
  stopRequested: () => stop.promise,
};

// Whoever read the output has left (`carillon outbox | head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.on('SIGTERM', () => stop.resolve());
process.on('SIGINT', () => stop.resolve());

const [name = 'help', ...args] = process.argv.slice(2);
const wantsHelp = args.includes('--help');
// A server has no use for what the other commands are made of, and is up sooner without.
const commands = name === start.name && !wantsHelp ? [start] : (await import('./cli/all.ts')).commands;
const command = commands.find((candidate) => {
  const words = candidate.name.split(' ');
  return words.every((word, index) => word === [name, ...args][index]);
});

try {
  if (!command || wantsHelp) printHelp();
  else await command.run(shell, args.slice(command.name.split(' ').length - 1));
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function printHelp(): void {
  shell.print(`carillon ${version}\n\nCommands`);
  for (const { usage } of commands) shell.print(`  ${usage}`);
  shell.print('\nSettings: flag, environment variable, meaning. --config names a JSON file with the same settings.');
  for (const line of describeSettings()) shell.print(line);
  if (name !== 'help' && name !== '--help' && !command) {
    process.stderr.write(`\n${name} is no command; the commands are listed above.\n`);
    process.exitCode = 1;
  }
}
