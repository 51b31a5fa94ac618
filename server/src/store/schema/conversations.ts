/** Rows of what people send each other, of the exports of it, and of requests for support. */
export interface ConversationTables {
  conversations: ConversationTable;
  conversation_members: ConversationMemberTable;
  messages: MessageTable;
  attachments: AttachmentTable;
  attachment_contents: AttachmentContentTable;
  attachment_usage: { account_id: string; bytes: number };
  retention_settings: RetentionSettingsTable;
  discarded_objects: { object_key: string; due_at: number; deleting: number };
  data_exports: DataExportTable;
  support_requests: SupportRequestTable;
}

/** Two people, a group of people, or a chat room, which has a name and administrators. All are users of one account. */
interface ConversationTable {
  account_id: string;
  id: string;
  kind: 'Direct' | 'Group' | 'Room';
  /** null = it is called by its members. */
  name: string | null;
  /** The user who began it; for rooms, exports look at this. */
  created_by: string;
  /** The ids of the two people of a direct conversation, in order: they have one with each other and no more. */
  pair: string | null;
  created_at: number;
  updated_at: number;
}

interface ConversationMemberTable {
  conversation_id: string;
  user_id: string;
  role: 'Administrator' | 'Member';
  invited_by: string;
  updated_at: number;
}

interface MessageTable {
  conversation_id: string;
  /** In the order in which messages were sent. */
  id: string;
  account_id: string;
  sender_id: string;
  /** '' = a file without words, or redacted. */
  content: string;
  created_at: number;
  /** Set = what was said, and its file, are gone; that something was said stays. */
  redacted_at: number | null;
  /** Id of the user, or ARN of the principal, who took it out. */
  redacted_by: string | null;
}

/** A file that came with a message, whose id is the file's too. */
interface AttachmentTable {
  account_id: string;
  id: string;
  conversation_id: string;
  uploaded_by: string;
  file_name: string;
  /** What the sender's browser said it is. Nobody looks into the file. */
  content_type: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  created_at: number;
}

/** The content of files, stored once per account however often it was uploaded there. */
interface AttachmentContentTable {
  account_id: string;
  /** Hex. */
  sha256: string;
  object_key: string;
  bytes: number;
  /** How many attachments have this content. */
  holders: number;
  created_at: number;
}

/** How long an account keeps what its people say. Row absent = for good. */
interface RetentionSettingsTable {
  account_id: string;
  /** null = for good. */
  room_days: number | null;
  conversation_days: number | null;
  /** Nothing is deleted before: whoever has set a wrong number has time to mend it. */
  deletes_from: number;
}

/** A gathering of the account's attachments: a file of links to them. */
interface DataExportTable {
  id: string;
  aws_account_id: string;
  account_id: string;
  state: 'Queued' | 'Running' | 'Ready' | 'Failed';
  step: 'gather' | 'assemble' | 'done';
  /** The last attachment that is in a part of the file; '' = none is. */
  position: string;
  /** Parts of the file that are stored, and their size together. */
  parts: number;
  file_bytes: number;
  /** Attachments in scope when the run began, for its progress. */
  total: number;
  /** Attachments in the parts so far, and their size together. */
  count: number;
  bytes: number;
  /** When the links were signed, all of them for the same instant. */
  signed_at: number | null;
  /** The link to the file. */
  url_sealed: string | null;
  /** When the links stop working. */
  expires_at: number | null;
  lease_owner: string;
  lease_until: number;
  attempts: number;
  requested_by: string;
  requested_at: number;
  finished_at: number | null;
  message: string | null;
}

interface SupportRequestTable {
  aws_account_id: string;
  id: string;
  account_id: string | null;
  conference_id: string | null;
  subject: string;
  description_sealed: string;
  category: string;
  severity: string;
  occurred_at: number | null;
  diagnostics_attached: number;
  outbox_id: string;
  submitted_by: string;
  created_at: number;
}
