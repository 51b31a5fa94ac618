import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { boto3, clientEnvironment, type Credential } from './peers.ts';

const script = fileURLToPath(new URL('../wire/call_boto3.py', import.meta.url));

const Answer = z.union([z.object({ answer: z.unknown() }), z.object({ error: z.string(), type: z.string() })]);

/** An exception of boto3: its text as Python shows it, and the name of its class. */
export class PythonError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** A Python process that calls boto3, one call after the other. */
export interface Python {
  /** `client.create_account(**parameters)`. Throws PythonError. */
  call(service: string, method: string, parameters?: object): Promise<unknown>;
  /** `list(client.get_paginator(method).paginate(**parameters))`. Throws PythonError. */
  pages(service: string, method: string, parameters?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** @param more environment variables besides the credential */
export function startPython(url: string, credential: Credential, more: Readonly<Record<string, string>> = {}): Python {
  const child = spawn(boto3.command, [script, url], {
    env: { ...clientEnvironment(credential), ...more },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
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
  const inTurn = (request: object): Promise<unknown> => {
    const turn = previous.then(() => exchange(request));
    previous = turn.catch(() => undefined);
    return turn;
  };
  return {
    call: (service, method, parameters = {}) => inTurn({ service, call: method, with: parameters }),
    pages: (service, method, parameters = {}) => inTurn({ service, pages: method, with: parameters }),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
