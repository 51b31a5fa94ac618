// Tries one mutant on corpora whose answers the engine did not give: node scripts/evidence/trial.ts CORPUS MUTANT. Exit code 1 = killed.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const [corpusFile = '', mutantFile = ''] = process.argv.slice(2);
const { file, text }: { file: string; text: string } = JSON.parse(readFileSync(mutantFile, 'utf8'));
registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || fileURLToPath(url) !== file) return next(url, context);
    return { format: 'module-typescript', source: text, shortCircuit: true };
  },
});

const { judge } = await import('./judge.ts');
const corpus: Parameters<typeof judge>[0] = JSON.parse(readFileSync(corpusFile, 'utf8'));
process.exitCode = judge(corpus) === undefined ? 0 : 1;
