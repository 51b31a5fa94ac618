import type { z } from 'zod';
import type { Operation } from '../operation.ts';

/** A call of the past, played through the pipeline when a demonstration is filled: state, audit trail and denials follow from it. */
export interface DemoCall {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Name of the operator. */
  readonly by: string;
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the call makes gets these ids, in the order it asks for them. */
  readonly ids?: readonly string[];
  /** The caller's policies refuse it. */
  readonly isDenied?: boolean;
}

/** A call whose input its operation checks. */
export function call<I extends z.ZodObject, O extends z.ZodObject>(
  at: number,
  by: string,
  operation: Operation<I, O>,
  input: z.input<I>,
  more: Pick<DemoCall, 'ids' | 'isDenied'> = {},
): DemoCall {
  return { at, by, operation, input, ...more };
}
