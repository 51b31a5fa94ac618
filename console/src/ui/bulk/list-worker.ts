import { readList, type ListSource } from './list.ts';

// Reads one list beside the page, which stays usable meanwhile. Whoever wants another one read starts another worker.
addEventListener('message', ({ data }: MessageEvent<ListSource>) => {
  readList(data).then(
    (list) => postMessage(list),
    (error: unknown) => reportError(error),
  );
});
