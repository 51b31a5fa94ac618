/** The error keywords of RFC 7644, section 3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'sensitive';

/** What an identity provider is told when its request cannot be carried out: `detail` is shown to its administrator. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, detail: string, more: { scimType?: ScimType; headers?: Readonly<Record<string, string>> } = {}) {
    super(detail);
    this.status = status;
    this.scimType = more.scimType;
    this.headers = more.headers ?? {};
  }
}

/** A 400 with its keyword. */
export function refusal(scimType: ScimType, detail: string): ScimError {
  return new ScimError(400, detail, { scimType });
}
