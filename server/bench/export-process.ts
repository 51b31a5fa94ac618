// Makes the exports that are queued in a data folder, in a process of its own whose memory is nobody else's.
// Run by the benchmark as `node export-process.ts FOLDER`; answers one line of JSON.
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { createExportData } from '../src/jobs/export-data.ts';
import { openDatabase } from '../src/store/open.ts';
import { folderOf } from '../test/support/world.ts';

/** How often memory is collected. */
const collectMs = 100;

const [dataDir = ''] = process.argv.slice(2);
const database = await openDatabase({ dataDir, databaseConnections: 1 }, randomBytes);
const clock = { now: () => Date.now() };
const objects = folderOf(dataDir, { vault: database.vault, publicUrl: () => 'https://chime.example.com' }, clock);
const job = createExportData({ objects, ...clock, newId: () => randomUUIDv7() });
// What is measured is what is alive, not what waits to be collected.
const collector = setInterval(() => globalThis.gc?.(), collectMs);
const startedAt = performance.now();
await job.run({ database, now: clock.now() });
const seconds = (performance.now() - startedAt) / 1000;
clearInterval(collector);
await database.close();
console.log(JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }));
