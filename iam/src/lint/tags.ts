import type { Statement } from '../document.ts';
import { matchActions } from './actions.ts';
import type { LintScope } from './policy.ts';

/** Conditions on tags of the resource for actions of services that never have any. */
export function lintResourceTags({ effect, action, conditions }: Statement, { catalogue, report }: LintScope): void {
  const untagged = catalogue?.untaggedServices ?? [];
  if (catalogue === undefined || untagged.length === 0) return;
  for (const { key, operator } of conditions) {
    // Where the key may be absent, somebody has thought of those actions.
    const mayLack = operator.ifExists || operator.operator?.family === 'Null' || operator.operator?.isNegated === true;
    if (!/^aws:resourcetag\/./i.test(key.value) || mayLack) continue;
    if (action.isNegated) {
      report(`${effect === 'Allow' ? 'ALLOW' : 'DENY'}_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE`, key.span, key.value);
      continue;
    }
    const named = action.values.filter(({ value }) => value !== '*').flatMap(({ value }) => matchActions(value, catalogue).named);
    const services = [...new Set(named.map(({ service }) => service))].filter((service) => untagged.includes(service));
    if (services.length === 0) continue;
    const code = `${effect === 'Allow' ? 'ALLOW' : 'DENY'}_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE` as const;
    report(code, key.span, key.value, services.join(', '));
  }
}
