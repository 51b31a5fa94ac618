import { leastPolicies, readCall } from '../iam/least-privilege.ts';
import { listEventsOfEntity } from '../store/audit-lookup.ts';
import type { Tx } from '../store/database.ts';
import {
  endPolicyGeneration,
  findOldestGeneration,
  findOpenGeneration,
  keepProgress,
  type GenerationProgress,
  type GenerationRequest,
} from '../store/policy-generations.ts';
import type { Job } from './job.ts';

/** Events in one transaction: few enough that no request waits long for it. */
const batch = 500;
/** Transactions of one run: a run stays short, and the next one goes on. */
const batchesMax = 200;
/** Calls of one principal that make a difference; who made more has no policy that anybody could read. */
const callsMax = 10_000;

/** Makes the policies that StartPolicyGeneration asked for. Each step is kept with its results, so a crash costs one step at most. */
export const generatePolicies: Job = {
  name: 'generate-policies',
  intervalMs: 30_000,
  leaseMs: 60_000,
  async run({ database, now }) {
    let count = 0;
    for (let batches = 0; batches < batchesMax; batches += 1) {
      const next = await database.read('', findOldestGeneration);
      if (!next) break;
      count += await database.write(next.awsAccountId, (tx) => step(tx, next.id, now));
    }
    return count;
  },
};

/** Reads the next events of a job, and ends it after the last. Answers how many events there were. */
async function step(tx: Tx, id: string, now: number): Promise<number> {
  const open = await findOpenGeneration(tx, id);
  if (!open) return 0;
  const { entityId, request, progress } = open;
  const events = await listEventsOfEntity(tx, { entityId, after: progress, limit: batch });
  const calls = new Map(progress.calls.map((call) => [JSON.stringify(call), call] as const));
  for (const { time, event } of events) {
    const call = time <= request.to && isAsked(event, request) ? readCall(event) : undefined;
    if (call) calls.set(JSON.stringify(call), call);
  }
  const last = events.at(-1);
  if (calls.size > callsMax) {
    const message = `The principal made more than ${callsMax} different calls. Choose a shorter time.`;
    await endPolicyGeneration(tx, id, { status: 'FAILED', completedAt: now, error: { code: 'SERVICE_QUOTA_EXCEEDED_ERROR', message } });
  } else if (!last || events.length < batch || last.time > request.to) {
    await endPolicyGeneration(tx, id, { status: 'SUCCEEDED', completedAt: now, policies: leastPolicies([...calls.values()]) });
  } else {
    const further: GenerationProgress = { time: last.time, sequence: last.sequence, calls: [...calls.values()] };
    await keepProgress(tx, id, further);
  }
  return events.length;
}

/** Whether one of the trails covers the region of the event. */
function isAsked(event: string, { trails }: GenerationRequest): boolean {
  if (trails.length === 0 || trails.some(({ regions }) => regions === undefined)) return true;
  const parsed: unknown = JSON.parse(event);
  const region = typeof parsed === 'object' && parsed !== null && 'awsRegion' in parsed ? String(parsed.awsRegion) : '';
  return trails.some(({ regions = [] }) => regions.includes(region));
}
