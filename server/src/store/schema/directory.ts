/** Rows of Active Directories and of the runs that bring their users over. */

export interface DirectoryTable {
  aws_account_id: string;
  /** `d-` and ten hexadecimal digits. */
  id: string;
  /** DNS name of the domain, such as corp.example.com. */
  name: string;
  /** `ldaps://host[:port]`, or `ldap://host[:port]` with `start_tls`. */
  url: string;
  start_tls: number;
  /** What lies outside of it does not exist for Carillon. */
  base_dn: string;
  /** Distinguished name or user principal name. */
  bind_dn: string;
  password_sealed: string;
  /** PEM of the certificates that the server's must chain up to; null = the well-known authorities. */
  authority: string | null;
  created_at: number;
}

/** The directory that an account gets its users from. */
export interface DirectoryConnectionTable {
  account_id: string;
  directory_id: string;
  aws_account_id: string;
  connected_at: number;
  /** Up to where the directory's changes are known; null = nothing is, or not for sure: everything must be read. */
  change_cursor: string | null;
  /** When everything was last read. */
  full_sync_at: number | null;
  next_sync_at: number;
  /** Runs in a row that failed. */
  failures: number;
}

/** One synchronisation: begun, perhaps taken over by another process, finished. */
export interface DirectoryRunTable {
  id: string;
  aws_account_id: string;
  account_id: string;
  directory_id: string;
  kind: 'full' | 'delta';
  state: 'Queued' | 'Running' | 'Succeeded' | 'Failed' | 'AwaitingApproval';
  /** What it is at. Reading and planning begin anew after a crash; what was written meanwhile is not planned again. */
  step: 'read' | 'users' | 'groups' | 'licenses' | 'done';
  /** Becomes the connection's once all of the plan is carried out. */
  change_cursor: string | null;
  lease_owner: string;
  /** Until when the owner works on it; while it awaits approval, when it looks again whether it still needs one. */
  lease_until: number;
  actions_planned: number;
  actions_done: number;
  users_seen: number;
  users_added: number;
  users_updated: number;
  /** Removed ones included. */
  users_suspended: number;
  suspensions_planned: number;
  /** So many may be suspended in this run because somebody said so. */
  suspensions_approved: number;
  /** Why it waits or failed, or whom it left out. */
  message: string | null;
  requested_at: number;
  started_at: number | null;
  finished_at: number | null;
}

/** Which user of the account an entry of the directory is. */
export interface DirectoryUserTable {
  account_id: string;
  /** objectGUID, 32 hexadecimal digits: it stays when everything else about an entry changes. */
  object_guid: string;
  user_id: string;
  /** Relative id of the primary group, which the group itself does not list the user in. */
  primary_group: number;
}
