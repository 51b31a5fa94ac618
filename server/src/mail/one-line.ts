/**
 * A text of somebody's choosing, made fit to stand within a line of a mail: it starts no line of its own, and neither
 * reverses nor hides what follows it.
 */
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim();
}
