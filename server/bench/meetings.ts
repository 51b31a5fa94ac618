// The reports of an account with millions of connections, and how fast events come in and are projected anew.
import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import { findPostgres, startPostgres } from '../test/support/postgres.ts';
import { loadMeetings } from './meetings-load.ts';
import { median, print, whole, type Row } from './report.ts';
import { createSite, measuredCpu, seed, type Site } from './site.ts';

/** `--spans 10000000` is the account that the targets are about: loading it takes many minutes and 9 GB, 16 on PostgreSQL. */
const spans = Number(process.argv[process.argv.indexOf('--spans') + 1]) || 1_000_000;
const plan = {
  accountId: '01a00001-0000-7000-8000-000000000001',
  users: 20_000,
  spans,
  firstDay: Date.UTC(2026, 0, 1) / 86_400_000,
  days: 90,
};
const events = 160_000;

const reportMaxMs = 200;
const pageMaxMs = 20;
const ingestMin = 5_000;
const rebuildMin = 50_000;

const Figures = z.object({
  reportMs: z.array(z.number()),
  rawMs: z.number(),
  pageMs: z.array(z.number()),
  detailMs: z.array(z.number()),
  ingestRate: z.number(),
  logRate: z.number(),
  rebuildRate: z.number(),
});

const rows = await measure('SQLite', await createSite());
const binaries = findPostgres();
if (binaries !== undefined) {
  const postgres = await startPostgres(binaries, { fast: true });
  rows.push(...(await measure('PostgreSQL', await createSite(postgres.url))));
  await postgres.stop();
}
print(rows);

async function measure(engine: string, site: Site): Promise<Row[]> {
  await seed(site, plan.accountId, plan.users);
  await loadMeetings(site.home, plan);
  const { dataDir, environment } = site.home;
  const job = { ...plan, dataDir, databaseUrl: environment['DATABASE_URL'], awsAccountId: site.key.awsAccountId, events };
  const [command, ...flags] = [
    ...measuredCpu,
    process.execPath,
    new URL('meetings-work.ts', import.meta.url).pathname,
    JSON.stringify(job),
  ];
  const output = execFileSync(command, flags, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const { reportMs, rawMs, pageMs, detailMs, ingestRate, logRate, rebuildRate } = Figures.parse(JSON.parse(output));
  site.home.remove();
  const of = `${whole(spans)} connections in 90 days, ${engine}`;
  return [
    quick(`Usage report of 90 days, ${of}`, reportMs, reportMaxMs),
    {
      what: `The same people and meetings counted from the connections, against that report, ${engine}`,
      target: '> 1 ×',
      measured: `${whole(rawMs)} ms: ${whole(rawMs / median(reportMs))} ×`,
      pass: rawMs > median(reportMs),
    },
    quick(`Page of 100 meetings, from anywhere, of anybody or one organiser or type, ${of}`, pageMs, pageMaxMs),
    quick(`Page of 100 meetings and details of one, ${of}`, detailMs, 2 * pageMaxMs),
    fast(`Events recorded, 100 at once, with everything projected, ${engine}`, ingestRate, ingestMin),
    {
      what: `Recording with projection against the log alone, ${engine}`,
      target: '',
      measured: `${whole(ingestRate)} against ${whole(logRate)} a second: ${(logRate / ingestRate).toFixed(1)} ×`,
      pass: true,
    },
    fast(`Rebuilding, ${engine}`, rebuildRate, rebuildMin),
  ];
}

/** Nineteen of twenty answers must be in time; the one may have met the disk or another program. */
function quick(what: string, ms: readonly number[], maxMs: number): Row {
  const slow = ms.toSorted((a, b) => a - b)[Math.ceil(ms.length * 0.95) - 1] ?? Number.NaN;
  const measured = `${median(ms).toFixed(1)} ms (19 of 20 within ${slow.toFixed(1)} ms, at most ${Math.max(...ms).toFixed(1)} ms)`;
  return { what, target: `< ${maxMs} ms`, measured, pass: slow < maxMs };
}

function fast(what: string, rate: number, min: number): Row {
  return { what, target: `≥ ${whole(min)} a second`, measured: whole(rate), pass: rate >= min };
}
