import type { LiveApiKey } from '../store/api-keys.ts';
import type { AuditRecord } from '../store/audit-segments.ts';
import { toAuditRecord } from '../store/service-event.ts';
import type { ScimNote } from './exchange.ts';

/** Which request an audit event is of. */
export interface Occasion {
  readonly request: { readonly requestId: string; readonly sourceIp: string; header(name: string): string | undefined };
  readonly key: LiveApiKey;
  readonly now: number;
}

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
  const { requestId, sourceIp } = request;
  return toAuditRecord({
    id,
    requestId,
    now,
    name,
    awsAccountId: key.aws_account_id,
    userIdentity: { type: 'AWSService', principalId: key.id, accountId: key.aws_account_id, accessKeyId: key.id, invokedBy: 'scim' },
    region: '',
    sourceIp,
    userAgent: request.header('user-agent'),
    error,
    requestParameters,
    responseElements: null,
    userName: undefined,
    entityId: key.id,
    accessKeyId: key.id,
  });
}
