import { toTimestamp } from '../shapes/timestamp.ts';
import type { AccountRow } from '../store/accounts.ts';
import { appendAuditEvents } from '../store/audit.ts';
import { asTenant, type Tx } from '../store/database.ts';
import { findAccountOfAnyTenant } from '../store/persons.ts';
import type { SessionMethod } from '../store/sessions.ts';
import type { UserRow } from '../store/users.ts';
import type { Visit } from './way.ts';

/** What people do at the sign-in page and in their profile. */
export interface PortalEvent {
  readonly name:
    | 'UserAuthentication'
    | 'UserRegistration'
    | 'AcceptInvitation'
    | 'UserSignOut'
    | 'ChangePassword'
    | 'ResetPassword'
    | 'UpdateProfile';
  readonly method?: SessionMethod | 'link' | undefined;
  /** Why it was refused; undefined = it was done. */
  readonly refusal?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** Who did it: a user, or whoever named the address. */
export interface Actor {
  readonly email: string;
  readonly userId?: string | undefined;
}

/** Records the event with the AWS account that the user's account belongs to. A free user belongs to none. */
export async function auditUser(tx: Tx, visit: Visit, user: UserRow, event: PortalEvent): Promise<void> {
  const account = user.account_id === '' ? undefined : await findAccountOfAnyTenant(tx, user.account_id);
  if (account) await auditAccount(tx, visit, account, { email: user.primary_email, userId: user.id }, event);
}

/**
 * Records the event in CloudTrail's format, as IAM Identity Center records the sign-ins of its users.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html
 */
export async function auditAccount(tx: Tx, visit: Visit, account: AccountRow, actor: Actor, event: PortalEvent): Promise<void> {
  const { name, method, refusal, parameters } = event;
  const { requestId, now, sourceIp, userAgent } = visit;
  const eventSource = 'chime.amazonaws.com';
  const record = {
    eventVersion: '1.11',
    userIdentity: { type: 'Unknown', principalId: actor.userId, accountId: account.aws_account_id, userName: actor.email },
    eventTime: `${toTimestamp(now).slice(0, 19)}Z`,
    eventSource,
    eventName: name,
    // Amazon Chime had one region.
    awsRegion: 'us-east-1',
    sourceIPAddress: sourceIp,
    userAgent,
    errorCode: refusal === undefined ? undefined : 'AuthenticationFailed',
    errorMessage: refusal,
    requestParameters: { AccountId: account.id, UserId: actor.userId, ...parameters },
    responseElements: { [name]: refusal === undefined ? 'Success' : 'Failure' },
    additionalEventData: method === undefined ? undefined : { method },
    requestID: requestId,
    eventID: requestId,
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account.aws_account_id,
    eventCategory: 'Management',
  };
  await appendAuditEvents(asTenant(tx, account.aws_account_id), [
    {
      id: requestId,
      time: now,
      eventName: name,
      eventSource,
      userName: actor.email,
      entityId: actor.userId ?? actor.email,
      accessKeyId: undefined,
      readOnly: false,
      errorCode: record.errorCode,
      event: JSON.stringify(record),
    },
  ]);
}
