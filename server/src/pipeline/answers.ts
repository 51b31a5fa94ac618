import { createGenerations } from '../generations.ts';
import type { Operation } from '../operation.ts';
import { JsonText } from '../shapes/json-text.ts';
import type { Database, DataVersion } from '../store/database.ts';

/** The answer of a view. */
interface Remembered {
  readonly output: JsonText;
  /** Other AWS accounts that learn of it, each time it is given: see `Tx.concerned`. */
  readonly concerned: ReadonlySet<string>;
}

/** The answers of views, remembered until anything is stored. */
export interface Answers {
  /** The answer to an input that was checked: remembered, or else made, and then remembered if nothing was stored meanwhile. Throws what `make` throws. */
  find(awsAccountId: string, operation: Operation, input: Record<string, unknown>, make: Make): Remembered | Promise<Remembered>;
}

/** Memory that answers may take, bytes; one that needs more than half of it is not remembered. */
export const answersBytesMax: number = 16 * 1024 * 1024;
/** What an entry takes besides its texts, roughly. */
const entryBytes = 256;

/** Remembers nothing where the database cannot tell whether its data are still the same. */
export function createAnswers(database: Database, bytesMax: number): Answers {
  const memory = createGenerations<Remembered>(bytesMax, sizeOf);
  /** Being made from the data of this version: whoever asks for the same meanwhile gets the same. */
  const underWay = new Map<string, Promise<Remembered>>();
  let version: DataVersion;

  /** Forgets everything that is not of this version of the data. */
  const turnTo = (current: DataVersion): void => {
    if (current === version) return;
    memory.clear();
    underWay.clear();
    version = current;
  };

  const makeAndKeep = async (key: string, before: DataVersion, make: Make): Promise<Remembered> => {
    try {
      const answer = await written(make);
      const keepIfCurrent = (after: DataVersion): void => {
        turnTo(after);
        // What was read while something was stored is out of date, and may be a mixture of before and after.
        if (after === before) memory.keep(key, answer);
      };
      const after = database.dataVersion();
      // Whoever asked need not wait for that; a database that does not answer is told by the next request.
      if (after instanceof Promise) after.then(keepIfCurrent, () => undefined);
      else keepIfCurrent(after);
      return answer;
    } finally {
      if (version === before) underWay.delete(key);
    }
  };

  const findOf = (current: DataVersion, key: string, make: Make): Remembered | Promise<Remembered> => {
    turnTo(current);
    if (current === undefined) return written(make);
    const known = memory.find(key);
    if (known) return known;
    const making = underWay.get(key) ?? makeAndKeep(key, current, make);
    underWay.set(key, making);
    return making;
  };

  return {
    find(awsAccountId, operation, input, make) {
      const current = database.dataVersion();
      const key = `${awsAccountId} ${operation.service} ${operation.name} ${JSON.stringify(input)}`;
      return current instanceof Promise ? current.then((told) => findOf(told, key, make)) : findOf(current, key, make);
    },
  };
}

type Make = () => Promise<{ readonly output: Record<string, unknown> | JsonText; readonly concerned: ReadonlySet<string> }>;

async function written(make: Make): Promise<Remembered> {
  const { output, concerned } = await make();
  return { output: output instanceof JsonText ? output : new JsonText(JSON.stringify(output)), concerned };
}

function sizeOf(key: string, { output }: Remembered): number {
  return key.length + output.bytes + (output.encoded?.length ?? 0) + entryBytes;
}
