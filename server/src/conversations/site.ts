import type { Objects } from '../objects/object-store.ts';
import type { Gate } from '../signin/gate.ts';
import type { Database } from '../store/database.ts';

/** What messages and files need from their surroundings; composed once. */
export interface ConversationSite {
  readonly database: Database;
  readonly objects: Objects;
  /** Folder of this process for files that are still arriving. */
  readonly arrivals: string;
  /** Bytes that the users of one account may store together. */
  readonly quotaBytes: number;
  /** What every file that arrives passes. */
  readonly uploads: Gate;
  newId(): string;
  /** Tells the operator's log of a fault. */
  fault(error: unknown, requestId: string): void;
}
