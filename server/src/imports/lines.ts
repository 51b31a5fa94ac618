import { createReadStream } from 'node:fs';
import { FileFault } from './outcome.ts';

/** A line or record that is longer is none. */
export const lineLengthMax = 64 * 1024;
/** Read at a time. */
const chunkBytes = 256 * 1024;

/** A line without its end, and how many bytes of the file have been read by then. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly bytesRead: number;
}

/**
 * The lines of a text file, UTF-8 with or without a byte order mark, one after the other: no more than a chunk of it is in
 * memory, however large it is. Throws FileFault for what is no UTF-8, a line that is too long, and a file that cannot be read.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  // Without a byte order mark, which the decoder takes off.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [rest, number, bytesRead] = ['', 0, 0];
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytesRead += chunk.length;
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield { number: ++number, text: checked(line.replace(/\r$/, ''), number), bytesRead };
      checked(rest, number + 1);
    }
    rest += decoder.decode();
  } catch (error) {
    throw toFault(error, number + 1);
  }
  if (rest !== '') yield { number: number + 1, text: checked(rest.replace(/\r$/, ''), number + 1), bytesRead };
}

function checked(line: string, number: number): string {
  if (line.length <= lineLengthMax) return line;
  throw new FileFault(`Line ${number} is longer than ${lineLengthMax} characters. Is this the right file?`);
}

function toFault(error: unknown, number: number): unknown {
  if (error instanceof FileFault) return error;
  if (error instanceof TypeError)
    return new FileFault(`From line ${number} on, the file is no UTF-8 text. Save it as UTF-8 and import it again.`);
  return error instanceof Error && 'code' in error ? new FileFault(`It cannot be read: ${error.message}.`) : error;
}
