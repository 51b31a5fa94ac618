import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { boto3 } from './peers.ts';

const Answer = z.union([z.object({ answer: z.unknown() }), z.object({ error: z.string(), type: z.string() })]);

/** What a script reported: the text of the error, and what kind it is. */
export class PythonError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** A Python process that answers one JSON request after the other. */
export interface Script {
  /** Throws PythonError. */
  ask(request: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** @param file beside the tests of clients; @param url its argument; @param env its whole environment */
export function startScript(file: string, url: string, env: Readonly<Record<string, string>>): Script {
  const path = fileURLToPath(new URL(`../wire/${file}`, import.meta.url));
  const child = spawn(boto3.command, [path, url], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  // A script that has ended says so by giving no answer.
  child.stdin.on('error', () => undefined);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let previous: Promise<unknown> = Promise.resolve();

  const exchange = async (request: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error('Python ended; what it said is above.');
    const answer = Answer.parse(JSON.parse(value));
    if ('error' in answer) throw new PythonError(answer.type, answer.error);
    return answer.answer;
  };
  return {
    ask(request) {
      const turn = previous.then(() => exchange(request));
      previous = turn.catch(() => undefined);
      return turn;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
