import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Visitor } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules whose outcome depends on colours. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page as it is. Run by the developer tools, so that the page's own policy stays as strict as it is.
 * @param rules `ofColours` = only those whose outcome depends on colours: for a page that was looked at in other colours
 */
export async function violations({ page }: Visitor, rules: 'all' | 'ofColours' = 'all'): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const options = { resultTypes: ['violations'], ...(rules === 'ofColours' && { runOnly: ofColours }) };
  // The script is run as text: it knows of axe, which this program only reads.
  const { violations: found }: AxeResults = await page.evaluate(`axe.run(${JSON.stringify(options)})`);
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`).join('\n')}`,
  );
}

/** What axe finds on the page in light and, of what depends on colours, in dark; the page stays dark. */
export async function violationsInBothSchemes(visitor: Visitor): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ['light', 'all'],
    ['dark', 'ofColours'],
  ] as const) {
    await visitor.page.emulateMedia({ colorScheme });
    found.push(...(await violations(visitor, rules)).map((violation) => `in ${colorScheme}: ${violation}`));
  }
  return found;
}
