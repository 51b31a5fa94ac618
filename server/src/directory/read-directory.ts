import type { Outgoing } from '../net/outgoing.ts';
import { presentCursor, readChanges } from './change-tracking.ts';
import { findMissing, nothingMissing, type Known } from './find-missing.ts';
import type { OurState } from './our-state.ts';
import { readChanged } from './read-changes.ts';
import { readEverything } from './read-everything.ts';
import { readRoot } from './root.ts';
import { openSession, type Heartbeat } from './session.ts';
import type { DirectoryTarget } from './target.ts';
import type { DirectoryView } from './view.ts';

interface Reading {
  readonly outgoing: Outgoing;
  readonly target: DirectoryTarget;
  /** That the account has claimed. */
  readonly domains: ReadonlySet<string>;
  /** What we have of it; asked for only if it matters. */
  loadKnown(): Promise<OurState>;
  /** Where the last look ended; null = everything is to be read. */
  readonly cursor: string | null;
  readonly now: number;
  readonly heartbeat: Heartbeat;
}

/** What was found. */
export interface Found {
  readonly kind: 'full' | 'delta';
  /** undefined = nothing has changed. */
  readonly view: DirectoryView | undefined;
  readonly cursor: string;
}

/** Reads what has changed since the cursor, or everything where that cannot be told. Throws DirectoryError. */
export async function readDirectory({ outgoing, target, domains, loadKnown, cursor, now, heartbeat }: Reading): Promise<Found> {
  const session = await openSession(outgoing, target, now, heartbeat);
  try {
    const root = await readRoot(session);
    const changes = cursor === null ? undefined : await readChanges(session, root, cursor);
    if (changes && !changes.mayHideDeleted && changes.changed.length + changes.deleted.length === 0) {
      return { kind: 'delta', view: undefined, cursor: changes.cursor };
    }
    const ours = toKnown(await loadKnown());
    if (changes) {
      const missing = changes.mayHideDeleted ? await findMissing(session, root, ours) : nothingMissing;
      const isNothing = [changes.changed, changes.deleted, missing.deleted, missing.elsewhere].every((guids) => guids.length === 0);
      if (isNothing && missing.groups === 0) return { kind: 'delta', view: undefined, cursor: changes.cursor };
      const view = await readChanged(session, root, domains, changes, missing, ours);
      if (view) return { kind: 'delta', view, cursor: changes.cursor };
    }
    const present = await presentCursor(session, root);
    return { kind: 'full', view: await readEverything(session, root, domains, [...ours.people.keys()]), cursor: present };
  } finally {
    await session.close();
  }
}

function toKnown({ users, groups }: OurState): Known {
  return {
    people: new Map(users.flatMap(({ guid, primaryGroup }) => (guid === undefined ? [] : [[guid, primaryGroup ?? 0] as const]))),
    groups: new Set(groups.map(({ guid }) => guid)),
  };
}
