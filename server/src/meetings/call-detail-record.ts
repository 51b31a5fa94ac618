import { z } from 'zod';
import { invariant } from '../errors.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { UndeliveredRecord } from '../store/call-detail-records.ts';

/** What is known of a telephone call, as the record's row keeps it. */
export const Call = z.object({
  callerPhoneNumber: z.string().optional(),
  callerCountry: z.string().optional(),
  destinationPhoneNumber: z.string().optional(),
  destinationCountry: z.string().optional(),
  direction: z.enum(['Inbound', 'Outbound']).optional(),
});

const prefix = 'Amazon-Chime-Business-Calling-CDRs/json';

/**
 * A call detail record as it lies in the bucket: its key, and its JSON with all values strings.
 * Source: "Amazon Chime call detail records", Amazon Chime Administration Guide.
 */
export function toCallDetailRecord(record: UndeliveredRecord): { key: string; body: Readonly<Record<string, string>> } {
  const { started_at, ended_at } = record;
  const [date, clock] = toTimestamp(started_at).split('T');
  invariant(date !== undefined && clock !== undefined, 'A timestamp has a date and a time.');
  const [year, month, day] = date.split('-');
  const { callerPhoneNumber, callerCountry, destinationPhoneNumber, destinationCountry, direction } = Call.parse(JSON.parse(record.call));
  const seconds = Math.max(0, toSeconds(ended_at) - toSeconds(started_at));
  return {
    key: `${prefix}/${record.aws_account_id}/${year}/${month}/${day}/${record.conference_id}_${date}-${clock.slice(0, -1).replaceAll(':', '.')}_${record.id}`,
    body: {
      SchemaVersion: '2.0',
      CdrId: record.id,
      ServiceCode: 'AmazonChimeBusinessCalling',
      ChimeAccountId: record.account_id,
      AwsAccountId: record.aws_account_id,
      ConferenceId: record.conference_id,
      ConferencePin: 'XXXXXXXXXX',
      OrganizerUserId: record.organizer_user_id ?? '',
      OrganizerEmail: record.organizer_email ?? '',
      CallerPhoneNumber: callerPhoneNumber ?? '',
      CallerCountry: callerCountry ?? '',
      DestinationPhoneNumber: destinationPhoneNumber ?? '',
      DestinationCountry: destinationCountry ?? '',
      ConferenceStartTimeEpochSeconds: String(toSeconds(record.conference_started_at ?? started_at)),
      ConferenceEndTimeEpochSeconds: String(toSeconds(record.conference_ended_at ?? ended_at)),
      StartTimeEpochSeconds: String(toSeconds(started_at)),
      EndTimeEpochSeconds: String(toSeconds(ended_at)),
      BillableDurationSeconds: String(seconds),
      BillableDurationMinutes: String(Math.ceil(seconds / 60)),
      Direction: direction ?? 'Inbound',
    },
  };
}

function toSeconds(time: number): number {
  return Math.floor(time / 1000);
}
