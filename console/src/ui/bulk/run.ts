import { CallError } from '../../api/client.ts';

/** What became of one item. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unchanged'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
  /** Whether it was done is not known: the connection broke while it was under way. */
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'left' };

/** What to do with many items, a few at a time. */
export interface Batch<Item> {
  readonly items: readonly Item[];
  /** Items of one call. */
  readonly size: number;
  readonly isRehearsal: boolean;
  /** Answers an outcome per item, in their order. Throws what the whole call is refused with. */
  act(items: readonly Item[], isRehearsal: boolean): Promise<readonly Outcome[]>;
  /** Told now and then, and at the end: outcomes by position in `items`. */
  progress(outcomes: readonly Outcome[]): void;
  readonly signal: AbortSignal;
}

/** A call that the server was too busy for is made again so often. */
const attemptsMax = 5;
const waitMs = 1_000;
/** Progress is told no more often: for a run of tens of thousands to show it takes longer than a call. */
const toldEveryMs = 100;

/**
 * Works through the items call by call. A refused call fails its items and the run goes on; a broken connection ends it, and
 * what is left can be tried again.
 */
export async function runBatch<Item>({ items, size, isRehearsal, act, progress, signal }: Batch<Item>): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = items.map(() => ({ kind: 'left' }));
  let toldAt = performance.now();
  for (let from = 0; from < items.length; from += size) {
    if (signal.aborted) break;
    const part = items.slice(from, from + size);
    const result = await actPatiently(() => act(part, isRehearsal), signal);
    outcomes.splice(from, part.length, ...(result instanceof Error ? part.map(() => toOutcome(result)) : result));
    if (performance.now() - toldAt >= toldEveryMs) {
      progress([...outcomes]);
      toldAt = performance.now();
    }
    if (result instanceof CallError && endsRun(result)) break;
  }
  if (!signal.aborted) progress([...outcomes]);
  return outcomes;
}

async function actPatiently(work: () => Promise<readonly Outcome[]>, signal: AbortSignal): Promise<readonly Outcome[] | Error> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isBusy = error instanceof CallError && (error.status === 429 || error.code === 'ServiceUnavailableException');
      if (!isBusy || attempt === attemptsMax || signal.aborted) return error instanceof Error ? error : new Error(String(error));
      await new Promise((resolve) => setTimeout(resolve, (error.retryAfterSeconds ?? attempt) * waitMs));
    }
  }
}

/** Not reached, signed out, or a server in trouble: the next call would fare no better. */
function endsRun({ status }: CallError): boolean {
  return status === 0 || status === 401 || status >= 500;
}

function toOutcome(error: Error): Outcome {
  const isUnknown = error instanceof CallError && (error.status === 0 || error.status >= 500);
  return { kind: isUnknown ? 'unknown' : 'failed', why: error.message };
}
