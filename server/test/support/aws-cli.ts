import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { boto3, clientEnvironment, type Printed } from './peers.ts';

const Answer = z.object({ id: z.number(), code: z.number(), stdout: z.string(), stderr: z.string() });

interface Prompt {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly waiting: Map<number, PromiseWithResolvers<Printed>>;
}

let prompt: Prompt | undefined;
let typed = 0;

/**
 * Types `aws …` of Debian's AWS CLI, and answers what it printed, whatever its exit code. Each command runs in a process of its own,
 * which is forked from one that has the CLI loaded (wire/aws_prompt.py): models in a home folder are not looked for any more by then.
 * @param environment the command's whole environment
 */
export function typeAws(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Printed> {
  prompt ??= openPrompt();
  const id = (typed += 1);
  const printed = Promise.withResolvers<Printed>();
  prompt.waiting.set(id, printed);
  prompt.process.stdin.write(`${JSON.stringify({ id, args, environment })}\n`);
  return printed.promise;
}

function openPrompt(): Prompt {
  const script = fileURLToPath(new URL('../wire/aws_prompt.py', import.meta.url));
  const child = spawn(boto3.command, [script], {
    env: clientEnvironment({ accessKeyId: '', secretAccessKey: '' }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: Prompt['waiting'] = new Map();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, ...printed } = Answer.parse(JSON.parse(line));
    waiting.get(id)?.resolve(printed);
    waiting.delete(id);
  });
  child.on('close', () => {
    prompt = undefined;
    for (const { reject } of waiting.values()) reject(new Error('Python ended; what it said is above.'));
  });
  return { process: child, waiting };
}
