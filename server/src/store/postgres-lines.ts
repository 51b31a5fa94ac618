import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { ServiceUnavailableException } from '../errors.ts';
import { Batch, type Execution, type Result, type Shapes } from './postgres-batch.ts';

/** Connections that reads outside transactions use at once: few, so that many statements share a trip. */
const lanesMax = 3;
/** SQLSTATEs of a server that is going down, coming up, full, or slower than the statement timeout. */
const away = new Set(['57P01', '57P02', '57P03', '53300', '57014']);

/** A way for statements to the database. */
export interface Line {
  /** A named statement, planned once per connection. */
  execute(name: string, text: string, values: readonly unknown[]): Promise<Result>;
  query(text: string, values: unknown[]): Promise<unknown[]>;
}

/** Statements of one transaction, on its connection; those asked for in one go travel together. */
export function lineOf(client: PoolClient, shapes: Shapes): Line {
  const batches = createBatches(
    (executions, done) => {
      client.query(
        new Batch(executions, shapes, (skipped, failure) => {
          // The transaction is aborted with the statement that failed.
          for (const { reject } of skipped) reject(failure);
          done();
        }),
      );
    },
    1,
    queueMicrotask,
  );
  return { execute: batches.execute, query: (text, values) => ask(client, text, values) };
}

/**
 * Statements without a transaction, on whatever connection is free. Those that wait for one travel together, so a busy
 * process makes one trip where it would have made dozens.
 */
export function createLanes(pool: Pool, shapes: Shapes): Line {
  const send = async (executions: readonly Execution[], done: () => void): Promise<void> => {
    try {
      const client = await pool.connect();
      client.query(
        new Batch(executions, shapes, (skipped, failure) => {
          client.release(failure !== undefined && isAway(failure));
          done();
          // The others have nothing to do with the one that failed.
          for (const execution of skipped) {
            if (isAway(failure)) execution.reject(failure);
            else void send([execution], () => undefined);
          }
        }),
      );
    } catch (error) {
      for (const { reject } of executions) reject(error);
      done();
    }
  };
  const batches = createBatches((executions, done) => void send(executions, done), lanesMax, setImmediate);
  return { execute: batches.execute, query: (text, values) => ask(pool, text, values) };
}

/** Collects what is asked for until `soon` comes, or while `atOnce` batches are under way, into the next batch. */
function createBatches(
  send: (executions: readonly Execution[], done: () => void) => void,
  atOnce: number,
  soon: (start: () => void) => void,
): Pick<Line, 'execute'> {
  let waiting: Execution[] = [];
  let underWay = 0;
  let scheduled = false;
  const start = (): void => {
    scheduled = false;
    if (waiting.length === 0 || underWay >= atOnce) return;
    const executions = waiting;
    waiting = [];
    underWay += 1;
    send(executions, () => {
      underWay -= 1;
      start();
    });
  };
  return {
    execute: (name, text, values) =>
      new Promise((resolve, fail) => {
        const reject = (error: unknown): void => fail(isAway(error) ? unreachable(error) : error);
        waiting.push({ name, text, values, resolve, reject });
        if (scheduled || underWay >= atOnce) return;
        scheduled = true;
        soon(start);
      }),
  };
}

async function ask(client: Pool | PoolClient, text: string, values: unknown[]): Promise<unknown[]> {
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } catch (error) {
    throw isAway(error) ? unreachable(error) : error;
  }
}

/** What does not come from the server comes from the way to it. */
export function isAway(error: unknown): boolean {
  return !(error instanceof DatabaseError) || away.has(error.code ?? '');
}

export function unreachable(cause: unknown): ServiceUnavailableException {
  return new ServiceUnavailableException('The database cannot be reached right now. Nothing was changed; try again.', { cause });
}
