// How long an export of very many attachments takes, and that it takes no more memory than one of few.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { StartDataExport } from '../src/operations/chime/StartDataExport.ts';
import { addAttachments, newestExport } from '../test/support/exports.ts';
import { createEnterprise } from '../test/support/people.ts';
import { nodeFlags } from '../test/support/server.ts';
import { createWorld } from '../test/support/world.ts';
import { print, whole } from './report.ts';
import { measuredCpu } from './site.ts';

const few = 20_000;
const many = 100_000;
const maxSeconds = 60;
/** The file alone would take fifty. */
const growthMaxMb = 30;
/** What `npm start` tells Node, and that memory may be collected by hand. */
const serverFlags = ['--expose-gc', ...nodeFlags];
const run = promisify(execFile);

const world = await createWorld({ instant: Date.now() });
const small = await measure('Few', few);
const large = await measure('Many', many);
await world.close();
const growthMb = (large.peakBytes - small.peakBytes) / 2 ** 20;

print([
  {
    what: `Export of ${whole(many)} attachments, SQLite and folder`,
    target: `< ${maxSeconds} s`,
    measured: `${large.seconds.toFixed(1)} s`,
    pass: large.seconds < maxSeconds,
  },
  {
    what: `Its memory, over that of an export of ${whole(few)}`,
    target: `≤ ${growthMaxMb} MB more`,
    measured: `${growthMb.toFixed(0)} MB more (${whole(large.peakBytes / 2 ** 20)} MB in all)`,
    pass: growthMb <= growthMaxMb,
  },
]);

async function measure(name: string, count: number): Promise<{ seconds: number; peakBytes: number }> {
  const accountId = await createEnterprise(world, world.ana, name, 'EnterpriseLWA');
  await addAttachments(world, { accountId, userId: 'nobody', count });
  await world.ana.call(StartDataExport, { AccountId: accountId });
  const [command, ...flags] = measuredCpu;
  const script = fileURLToPath(new URL('export-process.ts', import.meta.url));
  const { stdout } = await run(command, [...flags, process.execPath, ...serverFlags, script, world.dataDir]);
  const { Status, Count } = await newestExport(world, accountId);
  if (Status !== 'Ready' || Count !== count) throw new Error(`The export ended as ${Status} with ${Count}.`);
  const measured: { seconds: number; peakBytes: number } = JSON.parse(stdout);
  return measured;
}
