import { Session, type HeapProfiler } from 'node:inspector';

/** The bytes of heap that `work` allocates, whether or not they are collected meanwhile; sampled, so small amounts are rough. */
export function measureAllocation(work: () => void): number {
  const session = new Session();
  session.connect();
  session.post('HeapProfiler.startSampling', {
    samplingInterval: 4_096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  work();
  let bytes = 0;
  // The answer to a message of a local session comes before `post` returns.
  session.post('HeapProfiler.stopSampling', (_, { profile }) => {
    bytes = sumSizes(profile.head);
  });
  session.disconnect();
  return bytes;
}

function sumSizes({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + sumSizes(child), selfSize);
}
