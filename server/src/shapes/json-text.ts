/** From this length on a text is sent as bytes beside the head of the answer, which saves two copies of it; shorter ones go in one piece with the head. */
const encodedFrom = 4_096;

/** An output that is JSON already: written by the database, or for an earlier request. */
export class JsonText {
  readonly text: string;
  /** The text in UTF-8, if it is long. */
  readonly encoded: Uint8Array | undefined;
  /** Its length in UTF-8. */
  readonly bytes: number;

  constructor(text: string) {
    this.text = text;
    this.encoded = text.length < encodedFrom ? undefined : Buffer.from(text);
    this.bytes = this.encoded?.length ?? Buffer.byteLength(text);
  }
}
