import type { Outgoing } from '../net/outgoing.ts';
import { readRoot } from './root.ts';
import { openSession } from './session.ts';
import type { DirectoryTarget } from './target.ts';

/** Connects, binds and reads what the server says of itself and whether the base DN is there. Throws DirectoryError. */
export async function checkDirectory(outgoing: Outgoing, target: DirectoryTarget, now: number): Promise<void> {
  const session = await openSession(outgoing, target, now);
  try {
    await readRoot(session);
  } finally {
    await session.close();
  }
}
