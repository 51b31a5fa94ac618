// How long it takes to bring the people of a directory over, and to find that nothing has changed since.
import { corpGroups, corpLdif } from '../test/support/corp.ts';
import { addSamba, connectTo, createEnterprise, nextSync, sync } from '../test/support/directories.ts';
import { canStartSamba, domainDn, startSamba } from '../test/support/samba.ts';
import { createWorld } from '../test/support/world.ts';
import { median, print } from './report.ts';
import { measuredCpu } from './site.ts';

const people = 10_000;
const fullMaxMs = 30_000;
const deltaMaxMs = 1_000;
const deltas = 9;

if (!canStartSamba()) throw new Error('The benchmark of directories needs Samba, as root.');
// The domain controller has the processor that is measured elsewhere: it does most of the work.
const samba = await startSamba(corpLdif(people, corpGroups), measuredCpu);
const world = await createWorld();
const accountId = await createEnterprise(world, 'Corp');
await connectTo(world, accountId, await addSamba(world, samba, { baseDn: domainDn }));

const startedAt = performance.now();
const run = await sync(world, accountId);
const fullMs = performance.now() - startedAt;
if (run.users_added !== people || run.state !== 'Succeeded') throw new Error(`The run ended with ${run.state}: ${run.message}`);

const times: number[] = [];
for (let delta = 0; delta < deltas; delta += 1) {
  const before = performance.now();
  const { kind, state, actions_planned } = await nextSync(world, accountId);
  times.push(performance.now() - before);
  if (kind !== 'delta' || state !== 'Succeeded' || actions_planned > 0) throw new Error(`An empty delta was ${kind}, ${state}.`);
}
await world.close();
await samba.stop();

print([
  row(`Synchronisation of ${people.toLocaleString('en')} people from a domain controller, all of them new`, fullMs, fullMaxMs),
  row(`Synchronisation that finds nothing changed among ${people.toLocaleString('en')} people`, median(times), deltaMaxMs),
]);

function row(what: string, ms: number, maxMs: number) {
  return { what, target: `≤ ${maxMs / 1000} s`, measured: `${(ms / 1000).toFixed(2)} s`, pass: ms <= maxMs };
}
