// Tries mutants on corpora whose answers the engine did not give: node scripts/evidence/trial.ts CORPUS. Each line of standard input is a
// mutant { file, text }; each is answered with a line, `killed` or `passed`. Each gets the whole engine anew, in this one process.
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Corpus, judge as Judge } from './judge.ts';

interface Trial {
  readonly file: string;
  readonly text: string;
}

const [corpusFile = ''] = process.argv.slice(2);
const corpus: Corpus = JSON.parse(readFileSync(corpusFile, 'utf8'));
const stripped = new Map<string, string>();
let current: Trial = { file: '', text: '' };

registerHooks({
  // What a mutant's modules import is the mutant's own as well.
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const mark = /[?&](mutant=\d+)$/.exec(context.parentURL ?? '')?.[1];
    return mark === undefined || !specifier.startsWith('.') ? resolved : { ...resolved, url: `${resolved.url}?${mark}` };
  },
  load(url, context, next) {
    if (!/\?mutant=\d+$/.test(url)) return next(url, context);
    const file = fileURLToPath(url.split('?')[0] ?? '');
    if (file === current.file) return { format: 'module', source: stripTypeScriptTypes(current.text), shortCircuit: true };
    const source = stripped.get(file) ?? stripTypeScriptTypes(readFileSync(file, 'utf8'));
    stripped.set(file, source);
    return { format: 'module', source, shortCircuit: true };
  },
});

let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  current = JSON.parse(line);
  count += 1;
  console.log((await isKilled(count)) ? 'killed' : 'passed');
}

/** A mutant that does not even load is killed. */
async function isKilled(number: number): Promise<boolean> {
  try {
    const { judge }: { judge: typeof Judge } = await import(`./judge.ts?mutant=${number}`);
    return judge(corpus) !== undefined;
  } catch {
    return true;
  }
}
