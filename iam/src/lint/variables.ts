import type { Sourced } from '../document.ts';
import { parseTemplate } from '../variables.ts';
import type { LintScope } from './policy.ts';

/** Variables in a value that may have them: malformed ones, and ones that the version of the policy does not know. */
export function lintVariables({ value, span }: Sourced, { document, report }: LintScope): void {
  const template = parseTemplate(value, true);
  if (template.isUnterminated) report('MISSING_BRACE_IN_VARIABLE', span);
  for (const fault of template.faults) report(fault, span);
  if (template.hasVariables && document.version !== '2012-10-17') report('VARIABLE_UNSUPPORTED_IN_VERSION', span);
}
