import { ThrottledClientException } from '../errors.ts';
import type { Principal } from '../principal.ts';

/** Admits or refuses requests, per principal. State is per process: the limit protects a process from one caller. */
export interface Throttle {
  /** Throws ThrottledClientException once the principal has used up its burst. */
  admit(principal: Pick<Principal, 'arn'>, now: number): void;
}

/** Principals remembered; the longest idle are forgotten first, which only ever gives them a full bucket again. */
const principalsMax = 10_000;

/** A token bucket per principal. @param perSecond sustained requests a second, 0 = no limit @param burst requests at once */
export function createThrottle(perSecond: number, burst: number): Throttle {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    admit({ arn }, now) {
      if (perSecond === 0) return;
      let bucket = buckets.get(arn);
      if (!bucket) {
        bucket = { tokens: burst, at: now };
        buckets.set(arn, bucket);
        if (buckets.size > principalsMax) forgetOldest(buckets);
      }
      // A clock that steps back must not take tokens away.
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      bucket.at = now;
      if (bucket.tokens < 1) {
        const retryAfterSeconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
        throw new ThrottledClientException(
          `Rate exceeded: more than ${perSecond} requests per second. Try again in ${retryAfterSeconds} s.`,
          { retryAfterSeconds },
        );
      }
      bucket.tokens -= 1;
    },
  };
}

function forgetOldest(buckets: Map<string, { at: number }>): void {
  const oldest = [...buckets].toSorted(([, a], [, b]) => a.at - b.at).slice(0, principalsMax / 10);
  for (const [arn] of oldest) buckets.delete(arn);
}
