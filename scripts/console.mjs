// Runs before `npm start` and `npm test` (`build.mjs`), under whatever Node the machine has (20 or newer): builds the console when its
// sources are others than those it was last built from. A console that cannot be built is no reason not to start.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { hashOf, isBuiltFrom, pinnedNode, root } from './sources.mjs';

const dist = join(root, 'console/dist');
const mark = join(dist, 'built-from.txt');
/** What the console is made of. It knows the operations from their declarations. */
const sources = [
  'console/src',
  'console/build',
  'console/index.html',
  'console/vite.config.ts',
  'console/package.json',
  'server/src/operations',
  'server/src/operation.ts',
  'server/src/shapes',
  'server/src/derive/account-resource-schema.ts',
  'package-lock.json',
];
/** Smaller files gain nothing. Bytes. */
const compressedMin = 1024;

const hash = hashOf(sources);
if (!isBuiltFrom(mark, hash)) {
  const started = performance.now();
  console.log('Building the console (once per change of its sources) …');
  const { status } = build();
  if (status === 0) {
    await compress(join(dist, 'assets'));
    writeFileSync(mark, hash);
    console.log(`Built the console in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  } else {
    rmSync(dist, { recursive: true, force: true });
    console.error('The console could not be built: see the lines above. Everything else works without it.');
    if (process.argv.includes('--strict')) process.exit(1);
  }
}

function build() {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--configLoader', 'native', '--logLevel', 'error'];
  return spawnSync(pinnedNode(), args, { cwd: join(root, 'console'), stdio: 'inherit', shell: false });
}

/** Compressed once, here, instead of at each request. */
async function compress(folder) {
  const files = readdirSync(folder).map((name) => join(folder, name));
  await Promise.all(
    files
      .filter((file) => /\.(js|css|svg)$/.test(file) && statSync(file).size >= compressedMin)
      .map(async (file) => {
        const content = readFileSync(file);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
        writeFileSync(`${file}.br`, await promisify(brotliCompress)(content, { params }));
        writeFileSync(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
      }),
  );
}
