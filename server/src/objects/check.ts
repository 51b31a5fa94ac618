import { text } from 'node:stream/consumers';
import type { Objects } from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';

/** One thing an object store must do for Carillon, and whether it does. */
export interface StoreCheck {
  readonly what: 'put' | 'get' | 'list' | 'sign' | 'delete';
  /** undefined = it works. */
  readonly trouble: string | undefined;
}

const content = Buffer.from('Carillon writes, reads and deletes this object to see that it can.\n');

/**
 * Tries everything that Carillon needs of a store, in its own bucket, and answers what works; leaves nothing behind. After a put
 * that fails the rest is not tried. @param key of an object that nobody else uses
 */
export async function checkStore({ own }: Objects, key: string, now: number): Promise<StoreCheck[]> {
  const checks: StoreCheck[] = [];
  const attempt = async (what: StoreCheck['what'], work: () => Promise<unknown>): Promise<boolean> => {
    const trouble = await work().then(() => undefined, describe);
    checks.push({ what, trouble });
    return trouble === undefined;
  };
  const isPut = await attempt('put', () => own.put(key, content, { contentType: 'text/plain', contentLength: content.length }));
  if (!isPut) return checks;
  await attempt('get', async () => {
    const got = await text((await own.get(key)).body);
    if (got !== content.toString()) throw new ObjectStoreError('unavailable', 'What was read is not what was written.');
  });
  await attempt('list', async () => {
    const { objects } = await own.list(key, { limit: 1 });
    if (objects[0]?.key !== key) throw new ObjectStoreError('unavailable', 'The object that was written is not listed.');
  });
  await attempt('sign', () => own.signGet(key, { expiresInSeconds: 60, fileName: 'check.txt', now }));
  await attempt('delete', () => own.delete(key));
  return checks;
}

function describe(error: unknown): string {
  if (error instanceof ObjectStoreError) return error.message;
  throw error;
}
