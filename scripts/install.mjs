// Runs before `npm start` and `npm test`, under whatever Node the machine has (20 or newer): installs the
// pinned dependencies when they are missing or older than the lock file, so that a fresh clone needs no other step.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const modified = (path) => statSync(new URL(path, root), { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.log('Installing the pinned dependencies (once per change of package-lock.json) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Not `npm ci`: it insists on the platform packages of every other platform being in the lock file, too.
  const { status } = spawnSync(npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: fileURLToPath(root),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('The installation failed: see the lines above. Check that npm reaches its registry, then run the command again.');
    process.exit(1);
  }
}
