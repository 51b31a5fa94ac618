import type { Database } from '../store/database.ts';
import { listConnections } from '../store/directory-connections.ts';
import { listRuns, type DirectoryRunRow } from '../store/directory-runs.ts';
import { listAuthorizations, listInstalledDirectories, type DirectoryRow } from '../store/directories.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'directory list                     Show the directories, who uses them, and their newest synchronisations.';
const runsShownMax = 3;

/** Never shows a password. */
export const directoryList: Command = {
  name: 'directory list',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    const { now } = shell.machine;
    await withDatabase(shell, settings, async (database) => {
      const directories = await database.read('', (tx) => listInstalledDirectories(tx));
      if (directories.length === 0) shell.print('There are no directories. carillon directory add registers one.');
      for (const directory of directories) for (const line of await describe(database, directory, now())) shell.print(line);
    });
  },
};

async function describe(database: Database, directory: DirectoryRow, now: number): Promise<string[]> {
  const { id, name, aws_account_id, url, base_dn, bind_dn, start_tls } = directory;
  return database.read('', async (tx) => {
    const authorized = (await listAuthorizations(tx, [id])).get(id) ?? [];
    const [connection] = await listConnections(tx, [id]);
    const runs = connection ? await listRuns(tx, connection.account_id, runsShownMax) : [];
    return [
      `${id}  ${name}  (AWS account ${aws_account_id})`,
      `  Address      ${url}${start_tls === 1 ? ' with StartTLS' : ''}, ${base_dn}, as ${bind_dn}`,
      `  Authorized   ${authorized.length === 0 ? 'for no account' : authorized.join(', ')}`,
      `  Connected    ${connection ? `${connection.account_id} since ${instant(connection.connected_at)}` : 'to no account'}`,
      ...runs.map((run) => `  Sync         ${describeRun(run, now)}`),
    ];
  });
}

function describeRun(run: DirectoryRunRow, now: number): string {
  const { kind, state, step, requested_at, started_at, finished_at, actions_done, actions_planned, message } = run;
  const took = started_at === null ? '' : `, ${Math.round(((finished_at ?? now) - started_at) / 1000)} s`;
  const progress = state === 'Running' ? `, ${step}, ${actions_done} of ${actions_planned} done` : '';
  const counts = `${run.users_seen} seen, ${run.users_added} added, ${run.users_updated} updated, ${run.users_suspended} suspended`;
  return `${instant(requested_at)} ${kind} ${state}${progress}${took}: ${counts}${message === null ? '' : `. ${message}`}`;
}

function instant(time: number): string {
  return new Date(time).toISOString();
}
