export interface AuditEventTable {
  aws_account_id: string;
  /** 1, 2, 3 … without gaps per AWS account. */
  sequence: number;
  id: string;
  time: number;
  event_name: string;
  event_source: string;
  user_name: string | null;
  access_key_id: string | null;
  read_only: number;
  error_code: string | null;
  /** The CloudTrail-shaped event, JSON. */
  event: string;
  /** SHA-256 over the previous hash, the sequence and the event, hex. */
  hash: string;
  /** `AIDA…`, `AROA…`, or the AWS account id for its root: who acted, however it is called now. */
  entity_id: string | null;
}

/** Events that were stored together, none of which has a row of its own. */
export interface AuditSegmentTable {
  aws_account_id: string;
  /** Of its first event; the others follow without gaps. */
  first_sequence: number;
  first_time: number;
  last_time: number;
  first_id: string;
  last_id: string;
  /** Packed: a line per event: its hash, its time in epoch milliseconds, and the event, with a space between. */
  events: string;
}
