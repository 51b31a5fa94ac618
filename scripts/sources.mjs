// What a build was made from, for the scripts that build: they run under whatever Node the machine has (20 or newer).
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The Node that npm has installed; the running one where there is none for this platform. */
export function pinnedNode() {
  const pinned = join(root, 'node_modules/.bin/node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** One hash of the names and contents of these files and of all files in these folders, named from the root. */
export function hashOf(paths) {
  const digest = createHash('sha256');
  for (const file of paths.flatMap((path) => listFiles(join(root, path)))) {
    digest
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return digest.digest('hex');
}

/** Whether the file says that its folder was built from sources of this hash. */
export function isBuiltFrom(mark, hash) {
  return existsSync(mark) && readFileSync(mark, 'utf8') === hash;
}

function listFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
