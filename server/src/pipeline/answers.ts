import type { Operation } from '../operation.ts';
import { JsonText } from '../shapes/json-text.ts';
import type { Database } from '../store/database.ts';

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

/** Memory that answers may take, bytes; those unused for longest go first. */
export const answersBytesMax: number = 16 * 1024 * 1024;
/** What an entry takes besides its texts, roughly. */
const entryBytes = 256;

/** Remembers nothing where the database cannot tell whether its data are still the same. */
export function createAnswers(database: Database, bytesMax: number): Answers {
  // The order is that of their last use.
  const answers = new Map<string, Remembered>();
  /** Being made from the data of this version: whoever asks for the same meanwhile gets the same. */
  const underWay = new Map<string, Promise<Remembered>>();
  let bytes = 0;
  let version: number | undefined;

  const forget = (key: string, answer: Remembered): void => {
    answers.delete(key);
    bytes -= sizeOf(key, answer);
  };
  const keep = (key: string, answer: Remembered): void => {
    const known = answers.get(key);
    if (known) forget(key, known);
    answers.set(key, answer);
    bytes += sizeOf(key, answer);
    for (const [oldest, old] of answers) {
      if (bytes <= bytesMax) break;
      forget(oldest, old);
    }
  };
  /** Forgets everything if anything was stored since the last look; answers the version of the data now. */
  const look = (): number | undefined => {
    const current = database.dataVersion();
    if (current !== version) {
      answers.clear();
      underWay.clear();
      bytes = 0;
      version = current;
    }
    return current;
  };

  const makeAndKeep = async (key: string, before: number, make: Make): Promise<Remembered> => {
    try {
      const answer = await written(make);
      // What was read while something was stored is out of date, and may be a mixture of before and after.
      if (look() === before) keep(key, answer);
      return answer;
    } finally {
      if (version === before) underWay.delete(key);
    }
  };

  return {
    find(awsAccountId, operation, input, make) {
      const before = look();
      if (before === undefined) return written(make);
      const key = `${awsAccountId} ${operation.service} ${operation.name} ${JSON.stringify(input)}`;
      const known = answers.get(key);
      if (known) {
        answers.delete(key);
        answers.set(key, known);
        return known;
      }
      const making = underWay.get(key) ?? makeAndKeep(key, before, make);
      underWay.set(key, making);
      return making;
    },
  };
}

type Make = () => Promise<{ readonly output: Record<string, unknown> | JsonText; readonly concerned: ReadonlySet<string> }>;

async function written(make: Make): Promise<Remembered> {
  const { output, concerned } = await make();
  return { output: output instanceof JsonText ? output : new JsonText(JSON.stringify(output)), concerned };
}

function sizeOf(key: string, { output }: Remembered): number {
  return key.length + output.bytes + entryBytes;
}
