/** A person as a directory has it. */
export interface DirectoryPerson {
  readonly guid: string;
  readonly displayName: string | null;
  /** Folded, of a domain that the account has claimed; undefined = the person has none, and so no use for a profile. */
  readonly email: string | undefined;
  /** Further ones, as `email`. */
  readonly otherEmails: readonly string[];
  readonly enabled: boolean;
  /** Relative id of the group that the person belongs to without being listed in it. */
  readonly primaryGroup: number;
}

export interface DirectoryGroup {
  readonly guid: string;
  /** Unique in the directory in any letter case. */
  readonly name: string;
}

/** What was read of a directory. Everything is known by its objectGUID. */
export interface DirectoryView {
  /** All of the directory was read: who is not in here is not in there. Otherwise only what has changed. */
  readonly complete: boolean;
  readonly people: ReadonlyMap<string, DirectoryPerson>;
  /** People who are gone for good. */
  readonly deletedPeople: ReadonlySet<string>;
  /** People who exist, but out of reach: outside of the base DN, or not to be seen. */
  readonly peopleElsewhere: ReadonlySet<string>;
  readonly groups: ReadonlyMap<string, DirectoryGroup>;
  /** Who belongs to a group, by whatever detour and by primary group. Groups that are not in here have the members they had. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}
