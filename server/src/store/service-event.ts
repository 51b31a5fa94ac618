import { toTimestamp } from '../shapes/timestamp.ts';
import type { AuditRecord } from './audit-segments.ts';

/** What happened in an AWS account without a signed call: a person signed in, an identity provider pushed a change. */
interface ServiceEvent {
  readonly id: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly name: string;
  /** In whose chain it is kept. */
  readonly awsAccountId: string;
  readonly userIdentity: object;
  readonly region: string;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: object | undefined;
  /** What the event is looked up by. */
  readonly userName: string | undefined;
  readonly entityId: string;
  readonly accessKeyId: string | undefined;
  /** Absent = an event of Chime itself. */
  readonly source?: { readonly eventSource: string; readonly eventType: string };
}

const chime = { eventSource: 'chime.amazonaws.com', eventType: 'AwsServiceEvent' };

/**
 * The audit event of a write that is no call, in CloudTrail's record format.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
 */
export function toAuditRecord(event: ServiceEvent): AuditRecord {
  const { id, now, name, userName, entityId, accessKeyId, error, requestParameters, responseElements } = event;
  const { eventSource, eventType } = event.source ?? chime;
  const record = {
    eventVersion: '1.11',
    userIdentity: event.userIdentity,
    eventTime: `${toTimestamp(now).slice(0, 19)}Z`,
    eventSource,
    eventName: name,
    awsRegion: event.region,
    sourceIPAddress: event.sourceIp,
    userAgent: event.userAgent,
    errorCode: error?.code,
    errorMessage: error?.message,
    requestParameters,
    responseElements,
    additionalEventData: event.additionalEventData,
    requestID: event.requestId,
    eventID: id,
    readOnly: false,
    eventType,
    managementEvent: true,
    recipientAccountId: event.awsAccountId,
    eventCategory: 'Management',
  };
  return {
    id,
    time: now,
    eventName: name,
    eventSource,
    userName,
    entityId,
    accessKeyId,
    readOnly: false,
    errorCode: error?.code,
    requestParameters,
    responseElements,
    event: JSON.stringify(record),
  };
}
