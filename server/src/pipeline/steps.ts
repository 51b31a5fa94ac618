import { invariant } from '../errors.ts';
import { JsonText } from '../shapes/json-text.ts';
import type { Call, CallDecision, PreparedCall } from '../calls.ts';
import type { Ctx, Operation, Outside } from '../operation.ts';
import type { Authorise, Caller, Origin, Refusal } from './authorise.ts';
import { checkInput, checkOutput } from './check.ts';
import { deny } from './deny.ts';

export interface StepSurroundings extends Pick<Parameters<typeof deny>[0], 'trail' | 'consoleUrl' | 'newId'> {
  readonly authorise: Authorise;
  readonly strict: boolean;
  findOperation(service: string, name: string): Operation | undefined;
}

/** The call that others are made for. */
export interface Whole {
  readonly operation: Operation;
  readonly caller: Caller;
  readonly origin: Origin;
  readonly requestId: string;
  readonly now: number;
}

interface Steps {
  decide<Given extends Call>(steps: readonly Given[]): Promise<(Given & CallDecision)[]>;
  prepare<Given extends Call>(outside: Outside, steps: readonly Given[]): Promise<(Given & PreparedCall)[]>;
}

/** Decides and carries out the calls that an operation is made of: each as if the caller had made it, in one request. */
export function createSteps(services: StepSurroundings, whole: Whole): Steps {
  const { caller, origin, requestId, now } = whole;

  const look = async ({ operation: name, input: given }: Call) => {
    const operation = services.findOperation(whole.operation.service, name);
    invariant(operation, `${whole.operation.name} is made of operations that there are; ${name} is none.`);
    const input = checkInput(operation, given);
    const verdict = await services.authorise({ operation, input, caller, origin, now });
    return { operation, input, ...verdict };
  };

  const refuse = (refusal: Refusal) => deny(services, { refusal, caller, operation: whole.operation, requestId, now });

  return {
    async decide(steps) {
      const decided = [];
      for (const step of steps) {
        const { required, refusal } = await look(step);
        decided.push({ ...step, required, isAllowed: refusal === undefined });
      }
      return decided;
    },
    async prepare(outside, steps) {
      const looked = [];
      // All are decided before anything is asked, so that nobody is asked on behalf of a call that is refused.
      for (const step of steps) {
        const seen = await look(step);
        if (seen.refusal) throw refuse(seen.refusal);
        looked.push({ step, ...seen });
      }
      const prepared = [];
      for (const { step, operation, input, required } of looked) {
        const asked = await operation.ask?.(outside, input);
        const carryOut = async (ctx: Ctx): Promise<unknown> => {
          const output = await operation.handler(ctx, input, asked);
          if (services.strict) checkOutput(operation, output instanceof JsonText ? JSON.parse(output.text) : output);
          return output;
        };
        prepared.push({ ...step, required, isAllowed: true, carryOut });
      }
      return prepared;
    },
  };
}
