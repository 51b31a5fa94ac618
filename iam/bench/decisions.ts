import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { pathToFileURL } from 'node:url';
import { bindContext, bindLayers, compilePolicy, decide, evaluate, type BoundContext } from '../src/index.ts';
import { measureAllocation } from './heap.ts';
import { createWorkload, type PolicyCount, type Workload } from './workload.ts';

/** One line of the table. */
export interface Row {
  readonly workload: string;
  readonly engine: string;
  /** Median over the rounds, by CPU time (user and system, all threads of the process). */
  readonly decisionsPerCpuSecond: number;
  /** How many times more decisions Carillon makes in the same CPU time, in the same run. */
  readonly timesSlower: number;
}

/** Everything the benchmark measures. Times in microseconds. */
export interface Measurement {
  readonly rows: readonly Row[];
  readonly compileUs: number;
  readonly cedarCompileUs: number;
  /** The 99th percentile of single decisions by wall clock, with 50 policies and including the request context. */
  readonly p99Us: number;
  /** Bytes of heap that one decision with a bound context allocates. */
  readonly boundBytes: number;
}

/** Runs the benchmark: each engine in turn, `rounds` times over, so that a busy machine slows them alike. */
export function measure(rounds = 7): Measurement {
  // Before the peers have filled the heap, whose collection would be charged to whoever runs next.
  const compiling = measureCompile(rounds);
  const rows: Row[] = [];
  for (const policyCount of [10, 50] as const) {
    const workload = createWorkload(policyCount, 4_096);
    const contenders = createContenders(policyCount, workload);
    checkAgreement(contenders, workload);
    const rates = contenders.map((): number[] => []);
    for (let round = -warmUps; round < rounds; round += 1) {
      contenders.forEach((contender, index) => {
        const rate = measureRate(contender, round + warmUps);
        if (round >= 0) rates[index]?.push(rate);
      });
    }
    const medians = rates.map(median);
    contenders.forEach(({ engine, peerOf }, index) => {
      const rate = medians[index] ?? 0;
      const own = medians[contenders.findIndex((other) => other.engine === peerOf)] ?? rate;
      rows.push({ workload: `${policyCount} × 5 × 3`, engine, decisionsPerCpuSecond: rate, timesSlower: own / rate });
    });
  }
  return { rows, ...compiling, p99Us: measureP99(), boundBytes: measureBytes() };
}

/** Rounds before those that count: every engine is measured as it runs after a while. */
const warmUps = 2;

interface Contender {
  readonly engine: string;
  /** The contender that this one is compared with. */
  readonly peerOf: string;
  readonly batch: number;
  /** Work that is not measured, before a batch. */
  readonly prepare?: () => void;
  /** Decides request number `index` of the workload: whether it is allowed. */
  readonly decide: (index: number) => boolean;
}

const withContext = 'Carillon, context included';
const withBoundContext = 'Carillon, context bound';

function createContenders(policyCount: PolicyCount, workload: Workload): Contender[] {
  const { requests, policyTexts } = workload;
  const bound = bindLayers({ scp: [], identity: policyTexts.map((text) => compilePolicy(text, { kind: 'identity' })) });
  const at = <T>(list: readonly T[], index: number): T => {
    const item = list[index % list.length];
    if (item === undefined) throw new Error('The workload is empty.');
    return item;
  };
  // Each bound context is asked once: answers that a context keeps must not make the second round look better.
  let contexts: BoundContext[] = [];
  const bindAll = (): void => {
    contexts = requests.map(({ context }) => bindContext(bound, context));
  };
  bindAll();
  const identityPolicies = policyTexts.map((text, index) => {
    const policy: unknown = JSON.parse(text);
    return { name: `p${index}`, policy };
  });
  preparsePolicySet(`set${policyCount}`, { staticPolicies: workload.cedarPolicies });
  return [
    {
      engine: withBoundContext,
      peerOf: withBoundContext,
      batch: requests.length,
      prepare: bindAll,
      decide: (index) => decide(at(contexts, index), at(requests, index).action, '*').decision === 'allowed',
    },
    {
      engine: withContext,
      peerOf: withContext,
      batch: requests.length * 4,
      decide: (index) => {
        const { action, context } = at(requests, index);
        return evaluate(bound, { action, resource: '*', context }).decision === 'allowed';
      },
    },
    {
      engine: 'Cedar (wasm, policies preparsed)',
      peerOf: withContext,
      batch: 200,
      decide: (index) => isAllowedByCedar(`set${policyCount}`, at(requests, index)),
    },
    {
      engine: 'iam-simulate',
      peerOf: withContext,
      batch: policyCount === 10 ? 50 : 10,
      decide: (index) => isAllowedBySimulation(identityPolicies, at(requests, index)),
    },
  ];
}

function isAllowedByCedar(preparsedPolicySetId: string, { action, cedarContext }: Workload['requests'][number]): boolean {
  const answer = statefulIsAuthorized({
    principal: { type: 'User', id: 'ana' },
    action: { type: 'Action', id: action },
    resource: { type: 'Any', id: '*' },
    context: cedarContext,
    preparsedPolicySetId,
    entities: [],
  });
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  return answer.response.decision === 'allow';
}

function isAllowedBySimulation(
  identityPolicies: readonly { readonly name: string; readonly policy: unknown }[],
  { action, context }: Workload['requests'][number],
): boolean {
  const contextVariables = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, String(value)]));
  const result = runUnsafeSimulation(
    {
      request: {
        principal: 'arn:aws:iam::123456789012:user/ana',
        action,
        resource: { resource: '*', accountId: '123456789012' },
        contextVariables,
      },
      identityPolicies: [...identityPolicies],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result === 'Allowed';
}

/** A comparison of engines that decide differently would compare nothing. */
function checkAgreement(contenders: readonly Contender[], { requests }: Workload): void {
  const [first, ...others] = contenders;
  let allowed = 0;
  for (let index = 0; index < 100; index += 1) {
    const expected = first?.decide(index) ?? false;
    if (expected) allowed += 1;
    for (const { engine, decide: other } of others) {
      if (other(index) !== expected) throw new Error(`${engine} decides otherwise: ${JSON.stringify(requests[index])}`);
    }
  }
  if (allowed < 10 || allowed > 90) throw new Error(`${allowed} of 100 requests are allowed: the workload is one-sided.`);
}

function measureRate({ batch, prepare, decide: ask }: Contender, round: number): number {
  prepare?.();
  const started = process.cpuUsage();
  for (let index = 0; index < batch; index += 1) ask(index + round * batch);
  const { user, system } = process.cpuUsage(started);
  return batch / ((user + system) / 1e6);
}

function measureCompile(rounds: number): Pick<Measurement, 'compileUs' | 'cedarCompileUs'> {
  const { policyTexts, cedarPolicies } = createWorkload(50, 1);
  const times: Record<'own' | 'cedar', number[]> = { own: [], cedar: [] };
  const cpuUs = (work: () => void): number => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return user + system;
  };
  // Five thousand policies until the compiler of JavaScript has done its own work; the first of them take three times as long.
  for (let round = -5; round < rounds; round += 1) {
    const own = cpuUs(() => {
      for (let turn = 0; turn < 20; turn += 1) for (const text of policyTexts) compilePolicy(text, { kind: 'identity' });
    });
    const cedar = cpuUs(() => void preparsePolicySet('compile', { staticPolicies: { ...cedarPolicies } }));
    if (round < 0) continue;
    times.own.push(own / (20 * policyTexts.length));
    times.cedar.push(cedar / policyTexts.length);
  }
  return { compileUs: median(times.own), cedarCompileUs: median(times.cedar) };
}

function measureP99(): number {
  const { policyTexts, requests } = createWorkload(50, 4_096);
  const bound = bindLayers({ scp: [], identity: policyTexts.map((text) => compilePolicy(text, { kind: 'identity' })) });
  const times: number[] = [];
  for (let turn = 0; turn < 10; turn += 1) {
    for (const { action, context } of requests) {
      const started = performance.now();
      evaluate(bound, { action, resource: '*', context });
      if (turn > 0) times.push((performance.now() - started) * 1000);
    }
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

function measureBytes(): number {
  const { policyTexts, requests } = createWorkload(10, 4_096);
  const bound = bindLayers({ scp: [], identity: policyTexts.map((text) => compilePolicy(text, { kind: 'identity' })) });
  const prepared = requests.map(({ action, context }) => ({ action, context: bindContext(bound, context) }));
  const decideAll = (turns: number): void => {
    for (let turn = 0; turn < turns; turn += 1) {
      for (const { action, context } of prepared) {
        context.answers.fill(0);
        decide(context, action, '*');
      }
    }
  };
  decideAll(100);
  return measureAllocation(() => decideAll(100)) / (100 * prepared.length);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function print({ rows, compileUs, cedarCompileUs, p99Us, boundBytes }: Measurement): void {
  console.log('Policies × statements × conditions   Engine                              Decisions per CPU-second   Carillon is faster by');
  for (const { workload, engine, decisionsPerCpuSecond, timesSlower } of rows) {
    const rate = Math.round(decisionsPerCpuSecond).toLocaleString('en').padStart(24);
    const ratio = timesSlower === 1 ? '' : `${Math.round(timesSlower).toLocaleString('en')} ×`;
    console.log(`${workload.padEnd(37)}${engine.padEnd(36)}${rate}   ${ratio.padStart(21)}`);
  }
  console.log(`\nCompiling one policy (five statements): ${compileUs.toFixed(0)} µs of CPU; Cedar ${cedarCompileUs.toFixed(0)} µs.`);
  console.log(
    `p99 of one decision, 50 policies, context included: ${p99Us.toFixed(1)} µs. Heap per decision with a bound context: ${boundBytes.toFixed(1)} bytes.`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) print(measure());
