import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, in memory, that really fills up. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves room for some small files only. */
  fill(): void;
  /** Gives back what was filled. */
  free(): void;
  unmount(): void;
}

const size = '16m';
const roomLeft = 60 * 1024;

/** A small disk; undefined where this user may not mount one. */
export function mountSmallDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-small-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status !== 0) {
    console.log('Skipped: this user may not mount a small disk.');
    rmdirSync(folder);
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - roomLeft)));
    },
    free: () => rmSync(ballast, { force: true }),
    unmount() {
      spawnSync('umount', [folder]);
      rmdirSync(folder);
    },
  };
}
