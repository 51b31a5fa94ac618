import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Visitor } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is. Run by the developer tools, so that the page's own policy stays as strict as it is. */
export async function violations({ page }: Visitor): Promise<string[]> {
  await page.evaluate(axe);
  // The script is run as text: it knows of axe, which this program only reads.
  const { violations: found }: AxeResults = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`).join('\n')}`,
  );
}
