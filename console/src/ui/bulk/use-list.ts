import { useEffect, useState } from 'react';
import { emptyList, refuseLarge, type List, type ListSource } from './list.ts';

/** What is in a list; undefined while it is read, which the page does not wait for. */
export function useList(source: ListSource): List | undefined {
  const [read, setRead] = useState<{ readonly source: ListSource; readonly list: List }>();
  const known = (source.text === '' && source.files.length === 0 ? emptyList : undefined) ?? refuseLarge(source);
  const isKnown = known !== undefined;
  useEffect(() => {
    if (isKnown) return undefined;
    const worker = new Worker(new URL('./list-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<List>) => setRead({ source, list: data }));
    worker.addEventListener('error', () => setRead({ source, list: { ...emptyList, refusal: unreadable } }));
    // A worker has no origin but the page's.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(source);
    // A list that has changed meanwhile is not read to its end.
    return () => worker.terminate();
  }, [source, isKnown]);
  return known ?? (read?.source === source ? read.list : undefined);
}

const unreadable = 'A file could not be read. It may have been moved or changed since you chose it: choose it again.';
