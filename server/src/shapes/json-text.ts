/** An output that is JSON already: written by the database, or for an earlier request. */
export class JsonText {
  readonly text: string;
  /** Its length in UTF-8. */
  readonly bytes: number;

  constructor(text: string) {
    this.text = text;
    this.bytes = Buffer.byteLength(text);
  }
}
