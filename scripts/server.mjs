// Runs before `npm start` and `npm test` (`build.mjs`), under whatever Node the machine has (20 or newer): packs the server and its libraries
// into few files when they are others than those it was last packed from. A start finds and loads some fifty files then,
// not some fourteen hundred, and takes half the time. Where nothing is packed, the server runs as it is written.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, isBuiltFrom, pinnedNode, root } from './sources.mjs';

const dist = join(root, 'server/dist');
/** `server/carillon.mjs` holds what it is older than against it. */
const mark = join(dist, 'built-from.txt');
const sources = ['iam/src', 'server/src', 'server/package.json', 'package-lock.json'];
/** A server that was started before still loads some of its files when it first needs them. Milliseconds. */
const keptMs = 24 * 60 * 60_000;

const hash = hashOf(sources);
if (isBuiltFrom(mark, hash) || pack()) {
  // Also where nothing was packed: newer than the sources, whatever a checkout has done to their times.
  writeFileSync(mark, hash);
} else {
  console.error('The server could not be packed: see the lines above. It runs from its sources, and is a little later up.');
  if (process.argv.includes('--strict')) process.exit(1);
}

function pack() {
  rmSync(mark, { force: true });
  removeOld();
  const flags = ['--dir', 'server/dist', '--format', 'esm', '--platform', 'node', '--logLevel', 'silent'];
  // Comments cost reading, and one letter outside ASCII makes V8 take two bytes for each of a file.
  const text = ['--no-comments', '--charset', 'ascii'];
  const args = [join(root, 'node_modules/rolldown/bin/cli.mjs'), 'server/src/main.ts', ...flags, ...text];
  const { status, stdout, stderr } = spawnSync(pinnedNode(), args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) console.error(stdout, stderr);
  return status === 0;
}

/** The names of all files but the first tell their content, so those of several versions are at peace with each other. */
function removeOld() {
  if (!existsSync(dist)) return;
  const files = readdirSync(dist).map((name) => join(dist, name));
  for (const file of files.filter((path) => Date.now() - statSync(path).mtimeMs > keptMs)) rmSync(file);
}
