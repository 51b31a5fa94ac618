/**
 * The upper end of the range of texts that start with `prefix`, in the byte order both engines compare by:
 * `column >= prefix and column < afterPrefix(prefix)` finds them through an index, and no character is a wildcard.
 */
export function afterPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
