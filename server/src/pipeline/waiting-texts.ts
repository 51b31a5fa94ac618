// Texts that wait for some milliseconds, thousands a second, live just long enough for the garbage collector to copy each of them.
// As bytes outside its heap they are none of its business. See docs/decisions/0038.

/** Bytes that share a block: some two hundred events. */
const blockBytes = 256 * 1024;
/** Empty blocks that are kept for what comes next. */
const spareBlocksMax = 4;
/** Of one UTF-16 unit in UTF-8. */
const unitBytesMax = 3;

interface Block {
  readonly bytes: Buffer;
  used: number;
  /** How many texts in it still wait. */
  texts: number;
}

/** Where a text waits. */
export interface WaitingText {
  readonly block: Block;
  readonly start: number;
  readonly end: number;
}

/** Texts outside the heap. Lone surrogates in them become U+FFFD, as wherever they would be written. */
export interface WaitingTexts {
  keep(text: string): WaitingText;
  /** In UTF-8; good until it is forgotten. */
  read(waiting: WaitingText): Uint8Array;
  /** To be called once for each text that was kept; it cannot be read any more. */
  forget(waiting: WaitingText): void;
}

export function createWaitingTexts(): WaitingTexts {
  const spare: Block[] = [];
  let current = createBlock(blockBytes);
  const blockFor = (room: number): Block => {
    if (current.used + room <= blockBytes) return current;
    if (room > blockBytes) return createBlock(room);
    // The one before is spare again when the last of its texts is forgotten.
    if (current.texts > 0) current = spare.pop() ?? createBlock(blockBytes);
    current.used = 0;
    return current;
  };
  return {
    keep(text) {
      const block = blockFor(text.length * unitBytesMax);
      const start = block.used;
      block.used += block.bytes.write(text, start);
      block.texts += 1;
      return { block, start, end: block.used };
    },
    read: ({ block, start, end }) => block.bytes.subarray(start, end),
    forget({ block }) {
      block.texts -= 1;
      const isSpare = block.texts === 0 && block !== current && block.bytes.length === blockBytes;
      if (isSpare && spare.length < spareBlocksMax) spare.push(block);
    },
  };
}

function createBlock(size: number): Block {
  return { bytes: Buffer.allocUnsafeSlow(size), used: 0, texts: 0 };
}
