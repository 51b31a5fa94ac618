import { ServiceUnavailableException } from '../errors.ts';

/** Lets a bounded number through at once; the others wait in line, as long as the line is not too long. */
export interface Gate {
  /** Throws ServiceUnavailableException if too many wait already. */
  pass<Value>(work: () => Promise<Value>): Promise<Value>;
}

interface GateBounds {
  readonly atOnceMax: number;
  readonly waitingMax: number;
  /** What whoever does not fit in line is told. */
  readonly busy: string;
}

/** For what takes memory, threads or disk: more at once would only take them from everything else. */
export function createGate({ atOnceMax, waitingMax, busy }: GateBounds): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else inside -= 1;
  };
  return {
    async pass(work) {
      if (inside < atOnceMax) inside += 1;
      else if (waiting.length < waitingMax) await new Promise<void>((resolve) => waiting.push(resolve));
      else throw new ServiceUnavailableException(busy);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
