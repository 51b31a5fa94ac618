import { invariant } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { readmeTable } from './actions.ts';

const begin = '<!-- actions:begin -->';
const end = '<!-- actions:end -->';

/** The README with its table of actions made anew, between the two markers. */
export function fillReadme(readme: string, operations: readonly Operation[]): string {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  invariant(before !== undefined && after !== undefined, `The README has the markers ${begin} and ${end}.`);
  return `${before}${begin}\n\n${readmeTable(operations).trim()}\n\n${end}${after}`;
}
