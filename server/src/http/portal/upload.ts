import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Busboy } from '@fastify/busboy';
import { BadRequestException } from '../../errors.ts';

/** Fields of a form with a file come before the file; nobody needs more or longer ones. */
const limits = { fields: 10, fieldNameSize: 100, fieldSize: 1024, files: 1, parts: 11, headerPairs: 20, headerSize: 4096 };
/** What a sender that was refused may still send, so that it reads why; then it is cut off. */
const discardedMax = 100_000_000;

/** A file as a form brings it, to be read to its end or left alone. */
export interface UploadedFile {
  /** '' = none was chosen. */
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

/** A form with a file, up to where the file begins. */
export interface UploadForm {
  readonly fields: URLSearchParams;
  readonly file: UploadedFile | undefined;
}

/** Reads the fields in front of the file. Throws BadRequestException for what is no such form. */
export async function readUpload(raw: IncomingMessage): Promise<UploadForm> {
  const begun = Promise.withResolvers<UploadForm>();
  const fields = new URLSearchParams();
  let file: Readable | undefined;
  const fail = (): void => {
    begun.reject(malformed());
    file?.destroy(malformed());
  };
  const parser = await createParser(raw);
  parser.on('field', (name, value, _nameIsCut, isCut) => void (isCut || fields.append(name, value)));
  parser.on('file', (_field, content, name, _encoding, type) => {
    file = content;
    // Whoever reads it hears of it; before and after, nobody does.
    content.on('error', () => undefined);
    // What comes behind the file is too late to count.
    begun.resolve({ fields: new URLSearchParams(fields), file: { name, type, content } });
  });
  parser.on('error', fail);
  parser.on('finish', () => begun.resolve({ fields, file: undefined }));
  raw.on('close', () => void (raw.complete || fail()));
  // It may have gone while the parser was being loaded.
  if (raw.destroyed && !raw.complete) fail();
  raw.pipe(parser);
  return begun.promise;
}

function malformed(): BadRequestException {
  return new BadRequestException('The form did not arrive whole. Nothing was stored; send it again.');
}

/** Throws BadRequestException where the form does not say how its parts are told apart. */
async function createParser(raw: IncomingMessage): Promise<InstanceType<typeof Busboy>> {
  const { Busboy: Parser } = await import('@fastify/busboy');
  try {
    return new Parser({ headers: { ...raw.headers, 'content-type': raw.headers['content-type'] ?? '' }, limits });
  } catch (cause) {
    throw new BadRequestException('This is no form with a file.', { cause });
  }
}

/** Reads what is left of a request and forgets it, for a while. */
export function discardRest(raw: IncomingMessage): void {
  if (raw.complete || raw.destroyed) return;
  let bytes = 0;
  raw.unpipe();
  raw.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > discardedMax) raw.destroy();
  });
  raw.resume();
}
