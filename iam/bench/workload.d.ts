import type { Context } from '../src/index.ts';
/** A size of the workload: how many policies of five statements with three conditions each. */
export type PolicyCount = 10 | 50;
/** One request of the workload. The resource is `*`, as for every chime action. */
export interface WorkloadRequest {
  readonly action: string;
  readonly context: Context;
  /** The same context for Cedar, whose values are typed and whose names have no colons. */
  readonly cedarContext: Record<string, CedarValue>;
}
/** A value in a Cedar context. */
export type CedarValue =
  | string
  | boolean
  | number
  | {
      readonly __extn: {
        readonly fn: string;
        readonly arg: string;
      };
    };
/** The same policies for all engines, and the requests to decide. */
export interface Workload {
  readonly policyTexts: readonly string[];
  readonly cedarPolicies: Readonly<Record<string, string>>;
  readonly requests: readonly WorkloadRequest[];
}
/** Makes a workload; the same one every time. */
export declare function createWorkload(policyCount: PolicyCount, requestCount: number): Workload;
