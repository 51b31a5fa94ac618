import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

// Events of a crowd are nearly the same texts. Packed they take a tenth of the room: of the write-ahead log, of the
// checkpoints that requests share the processor with, of backups, and of the disk. See docs/decisions/0037.

/** What a text that is packed begins with. No segment that is not begins so: its first letters are a hash. */
const mark = 'zstd:';
/** The quickest of the levels that are meant for texts. */
const params = { [constants.ZSTD_c_compressionLevel]: 1 } as const;
/** Of a text that was packed: as many events as a segment holds, each as long as the longest request. 256 MiB, in bytes. */
const textMax = 2 ** 28;

/** Packs a text in UTF-8 for a column of texts. */
export function pack(text: Uint8Array): string {
  return mark + zstdCompressSync(text, { params }).toString('base64');
}

/** The text that was packed. Whatever was not, or cannot be unpacked any more because it was tampered with, is answered as it is. */
export function unpack(packed: string): string {
  if (!packed.startsWith(mark)) return packed;
  try {
    return zstdDecompressSync(Buffer.from(packed.slice(mark.length), 'base64'), { maxOutputLength: textMax }).toString('utf8');
  } catch {
    return packed;
  }
}
