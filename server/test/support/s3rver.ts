import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreAddress } from './buckets.ts';
import { freePort, untilConnected } from './ports.ts';

/** An S3 server from npm, in a process of its own. */
export interface S3rver extends StoreAddress {
  /** Ends it at once, in the middle of whatever it does. What it has stored stays. */
  kill(): Promise<void>;
  /** Runs it again where it was, unless it does run. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const program = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');

/** @param folder where it keeps objects; absent = one of its own */
export async function startS3rver(folder?: string): Promise<S3rver> {
  const directory = folder ?? mkdtempSync(join(tmpdir(), 'carillon-s3rver-'));
  const port = await freePort('127.0.0.1');
  let child: ChildProcess | undefined;
  const isAlive = (): boolean => child?.exitCode === null && child.signalCode === null;
  const run = async (): Promise<void> => {
    if (isAlive()) return;
    // It signs its page tokens with a cipher that OpenSSL has put aside.
    const started = spawn(
      process.execPath,
      ['--openssl-legacy-provider', program, '--directory', directory, '--port', String(port), '--address', '127.0.0.1', '--silent'],
      {
        stdio: 'ignore',
      },
    );
    child = started;
    await untilConnected('127.0.0.1', port).catch((error: unknown) => {
      started.kill('SIGKILL');
      throw error;
    });
  };
  const kill = async (): Promise<void> => {
    if (!child || !isAlive()) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    kill,
    restart: run,
    async stop() {
      await kill();
      if (folder === undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}
