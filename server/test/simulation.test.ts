import { describe, test } from 'vitest';
import { createSimulation } from './simulation/simulation.ts';

const given = process.env['CARILLON_SEED'];
const seeds = given === undefined ? [1, 20260220, 57] : [Number(given)];
const steps = Number(process.env['CARILLON_STEPS'] ?? 600);

describe('random calls of several people of two tenants, with crashes in between, are answered as the model says', () => {
  test.each(seeds)(`seed %i`, { timeout: 600_000 }, async (seed) => {
    const simulation = await createSimulation(seed);
    try {
      await simulation.run(steps);
    } catch (cause) {
      throw new Error(`CARILLON_SEED=${seed}: ${cause instanceof Error ? cause.message : String(cause)}\n${simulation.history()}`, {
        cause,
      });
    } finally {
      await simulation.close();
    }
  });
});
