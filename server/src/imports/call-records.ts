import { z } from 'zod';
import { isMailAddress } from '../mail/address.ts';
import type { MeetingEvent } from '../meetings/event.ts';
import type { ReadRow } from './outcome.ts';

const seconds = z.string().regex(/^\d{1,11}$/);
const name = z.string().regex(/^[^\0]{1,200}$/);

/**
 * A Business Calling call detail record, of which all values are texts.
 * Source: "Amazon Chime Business Calling call detail records", Amazon Chime Administration Guide.
 */
const CallDetailRecord = z.object({
  CdrId: name,
  ConferenceId: name,
  ChimeAccountId: z.string().optional(),
  OrganizerEmail: z.string().optional(),
  CallerPhoneNumber: z.string().optional(),
  CallerCountry: z.string().optional(),
  DestinationPhoneNumber: z.string().optional(),
  DestinationCountry: z.string().optional(),
  ConferenceStartTimeEpochSeconds: seconds.optional(),
  ConferenceEndTimeEpochSeconds: seconds.optional(),
  StartTimeEpochSeconds: seconds,
  EndTimeEpochSeconds: seconds,
  Direction: z.string().optional(),
});

type Record = z.output<typeof CallDetailRecord>;

/** Reads one record. @param ownAccountId records of this account were written by Carillon, and are in its log already */
export function readCallRecord(value: unknown, ownAccountId: string): ReadRow['result'] {
  const read = CallDetailRecord.safeParse(value);
  if (!read.success) return { problem: describe(read.error.issues[0]) };
  const record = read.data;
  if (record.ChimeAccountId === ownAccountId) return { problem: 'it is a record that Carillon itself has written of this account' };
  const [start, end] = [toMs(record.StartTimeEpochSeconds), toMs(record.EndTimeEpochSeconds)];
  if (end < start) return { problem: 'EndTimeEpochSeconds is before StartTimeEpochSeconds' };
  return { events: toEvents(record, start, end) };
}

function toEvents(record: Record, start: number, end: number): MeetingEvent[] {
  const { CdrId, ConferenceId, OrganizerEmail = '', Direction } = record;
  const conference = { conferenceId: ConferenceId };
  const organizer = isMailAddress(OrganizerEmail.toLowerCase()) ? { email: OrganizerEmail.toLowerCase() } : {};
  const [caller, destination] = [toNumber(record.CallerPhoneNumber), toNumber(record.DestinationPhoneNumber)];
  const isOutbound = /^out/i.test(Direction ?? '');
  const outside = (isOutbound ? destination : caller) ?? 'Telephone';
  const who = { ...conference, attendeeSessionId: CdrId, displayName: outside };
  const data = {
    ...(caller !== undefined && { callerPhoneNumber: caller }),
    ...countryOf('callerCountry', record.CallerCountry),
    ...(destination !== undefined && { destinationPhoneNumber: destination }),
    ...countryOf('destinationCountry', record.DestinationCountry),
    direction: isOutbound ? ('Outbound' as const) : ('Inbound' as const),
  };
  const began = Math.min(
    start,
    record.ConferenceStartTimeEpochSeconds === undefined ? start : toMs(record.ConferenceStartTimeEpochSeconds),
  );
  const ended = Math.max(end, record.ConferenceEndTimeEpochSeconds === undefined ? end : toMs(record.ConferenceEndTimeEpochSeconds));
  return [
    { type: 'meeting.started', id: `cdr:${ConferenceId}:started`, time: began, ...conference, ...organizer, data: {} },
    {
      type: 'attendee.joined',
      id: `cdr:${CdrId}:joined`,
      time: start,
      ...who,
      data: { clientType: 'Phone', audioType: isOutbound ? 'CallMe' : 'DialIn' },
    },
    { type: 'dialin.started', id: `cdr:${CdrId}:call`, time: start, ...who, data },
    { type: 'dialin.ended', id: `cdr:${CdrId}:end`, time: end, ...who, data },
    { type: 'attendee.left', id: `cdr:${CdrId}:left`, time: end, ...who, data: {} },
    { type: 'meeting.ended', id: `cdr:${ConferenceId}:ended`, time: ended, ...conference, ...organizer, data: {} },
  ];
}

/** Digits of a telephone number; what is hidden or no number is left out. */
function toNumber(text: string | undefined): string | undefined {
  const number = (text ?? '').replace(/[\s()./-]/g, '');
  return /^\+?[0-9*#]{1,32}$/.test(number) ? number : undefined;
}

function countryOf<Name extends string>(member: Name, text: string | undefined): Partial<{ [key in Name]: string }> {
  const found: Partial<{ [key in Name]: string }> = {};
  if (text !== undefined && /^[A-Z]{2}$/.test(text)) Object.assign(found, { [member]: text });
  return found;
}

function toMs(text: string): number {
  return Number(text) * 1000;
}

function describe(issue: z.core.$ZodIssue | undefined): string {
  const member = issue?.path.join('.') ?? '';
  return member === '' ? 'it is no call detail record' : `${member} is missing or no text of the form that records have`;
}
