import type { UserRow } from '../store/users.ts';

/** A user of the account, as far as a synchronisation is concerned. */
export interface OurUser {
  readonly userId: string;
  /** The entry of the directory that this is; undefined = none so far. */
  readonly guid: string | undefined;
  readonly email: string;
  /** In order. */
  readonly otherEmails: readonly string[];
  readonly displayName: string | null;
  /** The directory decides on license and suspension. */
  readonly managed: boolean;
  readonly enabled: boolean;
  readonly primaryGroup: number | undefined;
  readonly license: UserRow['license_type'];
  readonly status: UserRow['registration_status'];
}

/** A group of the directory, as we know it. */
export interface OurGroup {
  readonly groupId: string;
  readonly guid: string;
  readonly name: string;
  /** What its members get; undefined = nothing. */
  readonly license: 'Pro' | 'Basic' | undefined;
  /** Ids of users. */
  readonly members: ReadonlySet<string>;
}

/** What we have of an account and its directory. */
export interface OurState {
  readonly users: readonly OurUser[];
  readonly groups: readonly OurGroup[];
}
