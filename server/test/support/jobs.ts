import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { allJobs } from '../../src/jobs/all.ts';
import type { World } from './world.ts';

/** Runs a job of the world's once, as a server would, and answers how much it dealt with. */
export async function jobRun({ database, clock, door }: Pick<World, 'database' | 'clock' | 'door'>, name: string): Promise<number> {
  const machine = { now: clock.now, newId: () => randomUUIDv7(), random: (bytes: number) => randomBytes(bytes), fault: () => undefined };
  const job = allJobs(door.services.connections, machine).find((candidate) => candidate.name === name);
  if (!job) throw new Error(`There is no job ${name}.`);
  return job.run({ database, now: clock.now() });
}
