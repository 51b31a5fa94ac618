import { afterAll, describe, expect, test } from 'vitest';
import type { Operation } from '../src/operation.ts';
import { difference, dumpDatabase } from './support/database-dump.ts';
import { carriedOut, createStages, exampleOf, type Stage } from './support/stage.ts';
import type { Reply } from './support/world.ts';

// Every operation's example is carried out in a world where it is true. The world checks each output against its
// schema and refuses errors that are not declared, so a success here also means that the output conforms.

const stages = await createStages();
afterAll(async () => {
  for (const { world } of stages) await world.close();
});

const named = (operations: readonly Operation[]) =>
  operations.map((operation) => [`${operation.service}:${operation.name}`, operation] as const);
const writes = carriedOut.filter(({ mutates }) => mutates);
const reads = carriedOut.filter(({ mutates }) => !mutates);

describe.each(named(writes))('a dry run of %s', (_, operation: Operation) => {
  test('answers what the call would answer, and changes nothing', async () => {
    let before: ReadonlySet<string> = new Set();
    const { reply, stage } = await firstSuccess(async ({ world }) => {
      before = await dumpDatabase(world);
      return world.ana.attempt(operation, exampleOf(operation), { dryRun: true });
    });
    expect(reply.headers).toMatchObject({ 'x-carillon-dry-run': 'true' });
    const status = operation.binding.protocol === 'rest-json' ? operation.binding.status : 200;
    // A rehearsal may tell what would happen where the real answer has no body.
    expect(reply.status).toBe(status === 204 && reply.body !== '' ? 200 : status);
    expect(difference(before, await dumpDatabase(stage.world))).toEqual([]);
  });

  test('ignores a member it does not know', async () => {
    const input = { ...exampleOf(operation), Unknown: 'x', __proto: { Polluted: true } };
    const { reply } = await firstSuccess((one) => one.world.ana.attempt(operation, input, { dryRun: true }));
    expect(reply.status).toBeLessThan(300);
  });
});

describe.each(named(reads))('%s', (_, operation: Operation) => {
  test('carries out its example, unknown members ignored, and says nothing of a dry run', async () => {
    const { reply } = await firstSuccess((one) =>
      one.world.ana.attempt(operation, { ...exampleOf(operation), Unknown: 'x' }, { dryRun: true }),
    );
    expect(reply.headers).not.toHaveProperty('x-carillon-dry-run');
  });
});

async function firstSuccess(attempt: (stage: Stage) => Promise<Reply>): Promise<{ stage: Stage; reply: Reply }> {
  const answers: string[] = [];
  for (const stage of stages) {
    const reply = await attempt(stage);
    if (reply.status < 300) return { stage, reply };
    answers.push(`${stage.name}: ${reply.status} ${reply.body}`);
  }
  throw new Error(`The example succeeds in no stage (see support/stage.ts):\n${answers.join('\n')}`);
}
