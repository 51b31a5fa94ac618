/** Where bytes are put together that are needed for a moment. */
export type Desk = (length: number) => Buffer;

/**
 * Gives room for so many bytes; what is in it is good until the next call. New memory each time would cost as much as what is
 * done with the bytes. @param size what is laid ready, bytes; more gets memory of its own
 */
export function createDesk(size: number): Desk {
  const ready = Buffer.alloc(size);
  return (length) => (length <= size ? ready.subarray(0, length) : Buffer.alloc(length));
}
