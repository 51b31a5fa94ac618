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
}
