import type { ServiceConnections } from '../connections.ts';
import type { Operation, Outside, RequiredAction } from '../operation.ts';
import type { Database } from '../store/database.ts';
import { decideEach } from './authorise.ts';
import { createSteps, type StepSurroundings, type Whole } from './steps.ts';

interface Surroundings extends StepSurroundings {
  readonly database: Database;
  readonly connections: ServiceConnections;
  random(bytes: number): Uint8Array;
}

/** A call that was authorised and has not begun its transaction. */
interface Admitted extends Whole {
  readonly operation: Operation;
  readonly dryRun: boolean;
  /** The input as it came. */
  readonly written: unknown;
  readonly input: Record<string, unknown>;
  /** What it was authorised for. */
  readonly required: readonly RequiredAction[];
}

/**
 * Lets an operation ask others, and act on them, while no transaction waits for the answer. `required` = what it was
 * authorised for, and the calls that it is made of.
 */
export async function goOutside(
  services: Surroundings,
  admitted: Admitted,
): Promise<{ asked: unknown; required: readonly RequiredAction[] }> {
  const { operation, dryRun, written, input, now } = admitted;
  const { database, connections, random } = services;
  const { principal } = admitted.caller;
  const required = [...admitted.required];
  const steps = createSteps(services, admitted);
  const outside: Outside = {
    principal,
    now,
    connections,
    random,
    written,
    read: (work) => database.read(principal.awsAccountId, work),
    decide: (attempts) => decideEach(admitted, attempts),
    decideCalls: steps.decide,
    async prepareCalls(calls) {
      const prepared = await steps.prepare(outside, calls);
      for (const call of prepared) required.push(...call.required);
      return prepared;
    },
  };
  const asked = await operation.ask?.(outside, input);
  if (!operation.act || dryRun) return { asked, required };
  const acting = {
    ...outside,
    write: <Value>(work: Parameters<typeof database.write<Value>>[1]) => database.write(principal.awsAccountId, work),
  };
  return { asked: await operation.act(acting, input, asked), required };
}
