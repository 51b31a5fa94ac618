import { OperatorError } from '../errors.ts';
import { eventsPerStep, rebuildStep } from '../meetings/rebuild.ts';
import type { Database } from '../store/database.ts';
import { beginRebuild, findOpenRebuild, type MeetingRebuildRow } from '../store/meeting-rebuilds.ts';
import type { Command, Shell } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'meeting rebuild ACCOUNT            Make the reports of an account anew from its log, while it is in use.';

/** Characters of the bar. */
const barWidth = 30;
/** How often it is drawn. */
const drawEveryMs = 1_000;

/** Rebuilds, or carries on where a rebuilding was interrupted; reports change when it is finished, all at once. */
export const meetingRebuild: Command = {
  name: 'meeting rebuild',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    const [accountId = ''] = positional;
    await withDatabase(shell, settings, async (database) => {
      const { now, newId } = shell.machine;
      const rebuild = await database.write('', (tx) => beginRebuild(tx, { id: newId(), accountId, now: now() }));
      if (!rebuild)
        throw new OperatorError(`Nothing was ever reported of meetings of account ${accountId}, so there is nothing to rebuild.`);
      await carryOut(shell, database, rebuild);
    });
  },
};

async function carryOut({ machine: { now }, print }: Shell, database: Database, rebuild: MeetingRebuildRow): Promise<void> {
  const startedAt = now();
  let drawnAt = startedAt;
  let done = 0;
  for (let events = 1; events > 0; done += events) {
    events = await rebuildStep(database, rebuild, { now: now(), limit: eventsPerStep });
    if (now() - drawnAt < drawEveryMs) continue;
    drawnAt = now();
    const progress = await database.read('', (tx) => findOpenRebuild(tx, rebuild.account_id));
    if (progress) print(draw(progress, (done * 1000) / (drawnAt - startedAt)));
  }
  print(
    `The reports of account ${rebuild.account_id} are rebuilt from ${done.toLocaleString('en')} events, ${Math.ceil((now() - startedAt) / 1000)} s.`,
  );
}

/** @param rate events per second */
function draw({ events_done, events_total }: MeetingRebuildRow, rate: number): string {
  const share = Math.min(1, events_done / Math.max(1, events_total));
  const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
  const count = `${events_done.toLocaleString('en')} of ${events_total.toLocaleString('en')} events`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${count}, ${Math.round(rate).toLocaleString('en')} a second`;
}
