import type { Ctx, RequiredAction } from './operation.ts';

/** For operations that are made of calls of others. */
export interface Calls {
  /** Whether the caller may make these calls: to tell of it. */
  decideCalls<Given extends Call>(calls: readonly Given[]): Promise<(Given & CallDecision)[]>;
  /**
   * Decides each of the calls as if the caller had made it, and asks what it asks. Throws the refusal of the first that
   * the caller may not make. What is not prepared cannot be carried out.
   */
  prepareCalls<Given extends Call>(calls: readonly Given[]): Promise<(Given & PreparedCall)[]>;
}

/** A call of another operation of the same service. */
export interface Call {
  /** Name of the operation. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Whether the caller may make a call. */
export interface CallDecision {
  /** All it must be allowed, its own action first. */
  readonly required: readonly RequiredAction[];
  readonly isAllowed: boolean;
}

/** A call that the caller may make. */
export interface PreparedCall extends CallDecision {
  /** Does it, in the transaction of `ctx`, and answers its output. Throws what the operation throws. */
  carryOut(ctx: Ctx): Promise<unknown>;
}
