import type { NameServers } from './domains/name-servers.ts';
import type { Outgoing } from './net/outgoing.ts';
import type { Objects } from './objects/object-store.ts';

/** The ways out of this process that operations and jobs use; composed once. */
export interface Connections {
  /** The guard of connections whose target a tenant has chosen. */
  readonly outgoing: Outgoing;
  readonly nameServers: NameServers;
  /** Guards connections to the directories that the operator has registered. */
  readonly directories: Outgoing;
}

/** The ways out of a process that serves: with the object store, whose links belong to its database and its address. */
export interface ServiceConnections extends Connections {
  readonly objects: Objects;
  readonly host: Host;
}

/** What a process can tell of the machine that it runs on. */
export interface Host {
  /** When the process started, epoch milliseconds. */
  readonly startedAt: number;
  /** The machine's clock, which goes on while a request is answered. */
  now(): number;
  /** False once the disk has failed to confirm a change: nothing is stored any more then. */
  takesChanges(): boolean;
  /** The disk that the data folder is on. Throws where the machine does not tell. */
  readDisk(): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
}
