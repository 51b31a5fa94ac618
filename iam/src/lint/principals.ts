import type { Statement } from '../document.ts';
import type { LintScope } from './policy.ts';

/** Principal and NotPrincipal of a trust policy. */
export function lintPrincipal({ effect, principal }: Statement, { document, report }: LintScope): void {
  if (principal === undefined) return;
  const { isNegated, entries, span } = principal;
  if (isNegated && effect === 'Allow') report('ALLOW_WITH_NOT_PRINCIPAL', span);
  if (entries.length === 0) {
    const isEmptyObject = /^\{\s*\}$/.test(document.text.slice(span.start, span.end));
    report(isEmptyObject ? 'EMPTY_OBJECT_PRINCIPAL' : 'EMPTY_ARRAY_PRINCIPAL', span);
  }
  for (const entry of entries) {
    if (entry.type === 'AWS' && /^AROA\w+$/.test(entry.value)) report('INVALID_ROLE_REFERENCE', entry.span, entry.value);
    if (entry.type === 'AWS' && /^AIDA\w+$/.test(entry.value)) report('INVALID_USER_REFERENCE', entry.span, entry.value);
    if (entry.value !== '*' && /[*?]/.test(entry.value)) report('UNSUPPORTED_WILDCARD_IN_PRINCIPAL', entry.span, entry.type);
  }
}
