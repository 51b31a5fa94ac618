import type { AccountRow } from './accounts.ts';
import { appendAuditEvents } from './audit.ts';
import { asTenant, type Tx } from './database.ts';
import { toAuditRecord } from './service-event.ts';

/** Something that the program itself did to an account, such as what followed from a record found in the DNS. */
export interface OwnEvent {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** When it happens, and where ids come from. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  newId(): string;
}

/** What did it. */
interface Doer {
  readonly invokedBy: 'domain-check' | 'directory-sync';
  /** What all events of one check or run have in common. */
  readonly requestId: string;
}

/** Ids that one event names: the event stays far below the 256 KB that CloudTrail allows one. */
const idsMax = 500;

/**
 * Records what the program did in the transaction that does it, as CloudTrail records what a service does of its own accord.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
 */
export async function recordOwnEvents(
  tx: Tx,
  account: Pick<AccountRow, 'aws_account_id' | 'id'>,
  { invokedBy, requestId }: Doer,
  events: readonly OwnEvent[],
  { now, newId }: Moment,
): Promise<void> {
  if (events.length === 0) return;
  const { aws_account_id: awsAccountId, id: accountId } = account;
  const records = events.map(({ name, parameters }) =>
    toAuditRecord({
      id: newId(),
      requestId,
      now,
      name,
      awsAccountId,
      userIdentity: { type: 'AWSService', accountId: awsAccountId, invokedBy },
      // Amazon Chime had one region.
      region: 'us-east-1',
      sourceIp: 'chime.amazonaws.com',
      userAgent: 'chime.amazonaws.com',
      error: undefined,
      requestParameters: { AccountId: accountId, ...parameters },
      responseElements: null,
      userName: undefined,
      entityId: accountId,
      accessKeyId: undefined,
    }),
  );
  await appendAuditEvents(asTenant(tx, awsAccountId), records);
}

/** Events that name all these users, so many to an event as one may name; none for nobody. */
export function eventsOfUsers(name: string, userIds: readonly string[], parameters: OwnEvent['parameters'] = {}): OwnEvent[] {
  return Array.from({ length: Math.ceil(userIds.length / idsMax) }, (_, index) => ({
    name,
    parameters: { ...parameters, UserIds: userIds.slice(index * idsMax, (index + 1) * idsMax) },
  }));
}
