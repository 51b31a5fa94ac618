// The engine's part of `npm run bench`: measures, and prints its rows of the table as JSON.
import { measure, type Measurement } from './decisions.ts';

const targets = { withContext: 200_000, bound: 1_000_000, p99Us: 20, compileUs: 100, boundBytes: 1 } as const;

console.log(JSON.stringify(toRows(measure())));

function toRows({ rows, compileUs, cedarCompileUs, p99Us, boundBytes }: Measurement) {
  const rate = (workload: string, engine: string): number =>
    rows.find((row) => row.workload === workload && row.engine.startsWith(engine))?.decisionsPerCpuSecond ?? 0;
  const compared = (workload: string, engine: string, target: number) => {
    const own = rate(workload, engine);
    const peers = (['Cedar', 'iam-simulate'] as const).map((peer) => `${whole(own / rate(workload, peer))} × ${peer}`);
    return {
      what: `${workload}, ${engine}`,
      target: `≥ ${whole(target)} per CPU-second`,
      measured: `${whole(own)}; ${peers.join(', ')}`,
      pass: own >= target,
    };
  };
  const below = (what: string, limit: number, unit: string, measured: number, more = '') => ({
    what,
    target: `≤ ${limit} ${unit}`,
    measured: `${measured.toFixed(1)} ${unit}${more}`,
    pass: measured <= limit,
  });
  return [
    compared('50 × 5 × 3', 'Carillon, context included', targets.withContext),
    compared('10 × 5 × 3', 'Carillon, context bound', targets.bound),
    below('Slowest of a hundred decisions, 50 × 5 × 3, context included', targets.p99Us, 'µs', p99Us),
    below('Compiling a policy of five statements', targets.compileUs, 'µs', compileUs, `; Cedar ${cedarCompileUs.toFixed(0)} µs`),
    below('Heap per decision, context bound', targets.boundBytes, 'bytes', boundBytes),
  ];
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en');
}
