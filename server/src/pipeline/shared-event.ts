import { z } from 'zod';
import type { Principal } from '../principal.ts';
import type { AuditRecord } from '../store/audit.ts';

/** An event and the AWS account in whose chain it is kept. */
export interface AddressedEvent {
  readonly awsAccountId: string;
  readonly record: AuditRecord;
}

/**
 * The event of a call that concerns other AWS accounts too, once for each of them, as CloudTrail delivers it: one shared id,
 * an event id and a recipient of its own, and to those others no more of the caller than the AWS account and the id.
 * Ordered by AWS account, so that two calls that concern each other's accounts never wait for each other.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * (sharedEventID, recipientAccountId)
 */
export function addressEvents(
  record: AuditRecord,
  principal: Principal,
  concerned: ReadonlySet<string>,
  newId: () => string,
): readonly AddressedEvent[] {
  const { awsAccountId } = principal;
  if (concerned.size === 0) return [{ awsAccountId, record }];
  const event = Event.parse(JSON.parse(record.event));
  const sharedEventID = newId();
  const own = { ...record, event: JSON.stringify({ ...event, sharedEventID }) };
  const userIdentity = { type: 'AWSAccount', principalId: principal.principalId, accountId: awsAccountId };
  const copies = [...concerned].map((recipientAccountId) => {
    const id = newId();
    const copy = { ...event, userIdentity, eventID: id, recipientAccountId, sharedEventID };
    // Filed under what it says: the id of a role session holds the session's name, that of a user says nothing.
    const filed = { userName: principal.kind === 'role-session' ? principal.sessionName : undefined, accessKeyId: undefined };
    return { awsAccountId: recipientAccountId, record: { ...record, ...filed, id, event: JSON.stringify(copy) } };
  });
  return [{ awsAccountId, record: own }, ...copies].toSorted((one, other) => (one.awsAccountId < other.awsAccountId ? -1 : 1));
}

const Event = z.record(z.string(), z.unknown());
