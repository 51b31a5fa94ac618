import { execFile, spawnSync } from 'node:child_process';

/** A program that nobody here wrote, and that the tests prove Carillon against. */
export interface Peer {
  readonly name: string;
  readonly command: string;
  /** Arguments that succeed at once when the program is there. */
  readonly probe: readonly string[];
  readonly debianPackage: string;
}

/** By its full path: the PATH of a developer may hold another one. */
export const awsCli: Peer = { name: 'the AWS CLI', command: '/usr/bin/aws', probe: ['--version'], debianPackage: 'awscli' };

export const boto3: Peer = { name: 'boto3', command: '/usr/bin/python3', probe: ['-c', 'import boto3'], debianPackage: 'python3-boto3' };

export const chromium: Peer = { name: 'Chromium', command: '/usr/bin/chromium', probe: ['--version'], debianPackage: 'chromium' };

/** Whether the peer is on this machine. If not, says that its tests are skipped; in CI they must not be, so there it throws. */
export function isInstalled({ name, command, probe, debianPackage }: Peer): boolean {
  if (spawnSync(command, probe, { stdio: 'ignore' }).status === 0) return true;
  const missing = `${name} (${command}) is not installed; on Debian: apt-get install ${debianPackage}.`;
  if (process.env['CI'] !== undefined) throw new Error(`${missing} CI must not skip its tests.`);
  console.log(`Skipped: ${missing}`);
  return false;
}

/** Who calls, and where. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The environment of a stock AWS client: these credentials, and nothing of this machine's own settings. */
export function clientEnvironment({ accessKeyId, secretAccessKey }: Credential): Record<string, string> {
  return {
    PATH: '/usr/bin:/bin',
    // No such folder: no configuration, no cache.
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
}

/** What a command line call printed. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever its exit code. */
export async function execute(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Printed> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { env, encoding: 'utf8', timeout: 60_000 }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
