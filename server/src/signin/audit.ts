import type { AccountRow } from '../store/accounts.ts';
import { appendAuditEvents } from '../store/audit.ts';
import { asTenant, type Tx } from '../store/database.ts';
import { findAccountOfAnyTenant } from '../store/persons.ts';
import { toAuditRecord } from '../store/service-event.ts';
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
    | 'UpdateProfile'
    | 'ResetPersonalPin'
    | 'SendAttachment'
    | 'RedactMessage';
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
  const awsAccountId = account.aws_account_id;
  const record = toAuditRecord({
    id: requestId,
    requestId,
    now,
    name,
    awsAccountId,
    userIdentity: { type: 'Unknown', principalId: actor.userId, accountId: awsAccountId, userName: actor.email },
    // Amazon Chime had one region.
    region: 'us-east-1',
    sourceIp,
    userAgent,
    error: refusal === undefined ? undefined : { code: 'AuthenticationFailed', message: refusal },
    requestParameters: { AccountId: account.id, UserId: actor.userId, ...parameters },
    responseElements: { [name]: refusal === undefined ? 'Success' : 'Failure' },
    additionalEventData: method === undefined ? undefined : { method },
    userName: actor.email,
    entityId: actor.userId ?? actor.email,
    accessKeyId: undefined,
  });
  await appendAuditEvents(asTenant(tx, awsAccountId), [record]);
}
