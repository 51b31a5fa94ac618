import { userArn } from '../../iam/arns.ts';
import { appendAuditEvents } from '../../store/audit.ts';
import type { Tx } from '../../store/database.ts';
import type { IamUser } from '../../store/iam-users.ts';
import { toAuditRecord } from '../../store/service-event.ts';
import type { Visit } from '../way.ts';

/** Who was at the console's door, and what became of it. */
interface ConsoleLogin {
  /** As it was typed; undefined with `user`. */
  readonly userName: string;
  readonly user: IamUser | undefined;
  readonly hasShownMfa: boolean;
  /** Why not; undefined = signed in. */
  readonly refusal?: string | undefined;
}

/**
 * Records a sign-in to the console in CloudTrail's format, in the AWS account that `tx` is scoped to.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export async function auditConsoleLogin(tx: Tx, visit: Visit, { userName, user, hasShownMfa, refusal }: ConsoleLogin): Promise<void> {
  const { requestId, now, sourceIp, userAgent } = visit;
  const { awsAccountId } = tx;
  const name = 'ConsoleLogin';
  const record = toAuditRecord({
    id: requestId,
    requestId,
    now,
    name,
    awsAccountId,
    userIdentity: {
      type: 'IAMUser',
      principalId: user?.id,
      arn: user && userArn(awsAccountId, user),
      accountId: awsAccountId,
      // As CloudTrail does it: somebody who does not exist may have typed a password into the wrong field.
      userName: user ? user.name : 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
    region: 'us-east-1',
    sourceIp,
    userAgent,
    error: refusal === undefined ? undefined : { code: 'Failed authentication', message: refusal },
    requestParameters: {},
    responseElements: { [name]: refusal === undefined ? 'Success' : 'Failure' },
    additionalEventData: { MobileVersion: 'No', MFAUsed: hasShownMfa ? 'Yes' : 'No' },
    userName: user ? user.name : undefined,
    entityId: user?.id ?? userName,
    accessKeyId: undefined,
    source: { eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' },
  });
  await appendAuditEvents(tx, [record]);
}
