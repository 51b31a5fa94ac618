/** Rows of the buckets that call detail records go to. */
export interface CdrTables {
  cdr_buckets: CdrBucketTable;
  cdr_settings: CdrSettingTable;
  cdr_deliveries: { record_id: string; bucket_name: string; assigned_at: number };
  cdr_usage_weeks: CdrUsageWeekTable;
}

/** A bucket at the object store and the AWS account that it belongs to: the store itself knows only this installation. */
interface CdrBucketTable {
  name: string;
  aws_account_id: string;
  /**
   * Claimed: being made at the store; what the process did not live to see made is claimed anew by a repetition.
   * Retired: no longer chosen, and to be deleted if it is empty. Deleting: about to go at the store.
   */
  state: 'Claimed' | 'Ready' | 'Retired' | 'Deleting';
  created_by_carillon: number;
  created_at: number;
  /** When the state was entered. */
  changed_at: number;
}

/** Where the records of an AWS account go. */
interface CdrSettingTable {
  aws_account_id: string;
  bucket_name: string;
  chosen_at: number;
  /** Deliveries in a row that the store did not take. */
  failures: number;
  next_attempt_at: number;
  /** What the last failure was, in words for the AWS account. */
  error: string | null;
}

/** How far the weekly reports of a Chime account are delivered. */
interface CdrUsageWeekTable {
  account_id: string;
  /** Start of the next week to report, epoch milliseconds. */
  next_week: number;
  /** Where that week's report is being put: set before and cleared after, so that a repetition goes to the same place. */
  bucket_name: string | null;
  object_key: string | null;
}
