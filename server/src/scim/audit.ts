import { toTimestamp } from '../shapes/timestamp.ts';
import type { LiveApiKey } from '../store/api-keys.ts';
import type { AuditRecord } from '../store/audit.ts';
import type { ScimNote } from './exchange.ts';

/** Which request an audit event is of. */
export interface Occasion {
  readonly request: { readonly requestId: string; readonly sourceIp: string; header(name: string): string | undefined };
  readonly key: LiveApiKey;
  readonly now: number;
}

const eventSource = 'chime.amazonaws.com';

/** The audit event of something that was done, in CloudTrail's record format. @param id of the event */
export function noteEvent(occasion: Occasion, { name, parameters }: ScimNote, id: string): AuditRecord {
  return record(occasion, id, name, { AccountId: occasion.key.account_id, ...parameters }, undefined);
}

/** The audit event of a write that was refused or failed. @param resourceId '' = none was named */
export function failureEvent(occasion: Occasion, name: string, resourceId: string, code: string, message: string): AuditRecord {
  const parameters = { AccountId: occasion.key.account_id, ...(resourceId !== '' && { id: resourceId }) };
  return record(occasion, occasion.request.requestId, name, parameters, { code, message });
}

/**
 * An identity provider is no principal of IAM: CloudTrail's word for what acts for an account from outside of it is a service.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function record(
  { request, key, now }: Occasion,
  id: string,
  name: string,
  requestParameters: Readonly<Record<string, unknown>>,
  error: { code: string; message: string } | undefined,
): AuditRecord {
  const event = {
    eventVersion: '1.11',
    userIdentity: { type: 'AWSService', principalId: key.id, accountId: key.aws_account_id, accessKeyId: key.id, invokedBy: 'scim' },
    eventTime: `${toTimestamp(now).slice(0, 19)}Z`,
    eventSource,
    eventName: name,
    awsRegion: '',
    sourceIPAddress: request.sourceIp,
    userAgent: request.header('user-agent'),
    errorCode: error?.code,
    errorMessage: error?.message,
    requestParameters,
    responseElements: null,
    requestID: request.requestId,
    eventID: id,
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: key.aws_account_id,
    eventCategory: 'Management',
  };
  return {
    id,
    time: now,
    eventName: name,
    eventSource,
    userName: undefined,
    entityId: key.id,
    accessKeyId: key.id,
    readOnly: false,
    errorCode: error?.code,
    event: JSON.stringify(event),
  };
}
