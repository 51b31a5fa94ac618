import { z } from 'zod';
import { emailAddress, nonEmptyString, sensitive, timestamp } from './common.ts';

/** A UTC day; ranges include both ends. */
export const reportDate = z.iso.date().meta({ id: 'ReportDate' });

export const conferenceId = nonEmptyString;

/** Signed in: the profile's name. Else in angle brackets, `<Jane>` or `<+15555550100>`. */
const displayName = z.string().meta({ id: 'MeetingDisplayName', ...sensitive });

/** Positive answers ÷ all survey answers, 0 to 1. */
const satisfaction = z
  .number()
  .min(0)
  .max(1)
  .meta({ id: 'MeetingSatisfaction' })
  .nullable()
  .describe('Share of positive survey answers, 0 to 1; null without answers.');

const usage = {
  RegisteredUsers: z.int().describe('Users signed up as of the end of the range.'),
  ActiveUsers: z.int().describe('Distinct users who attended a meeting or sent a message.'),
  MeetingsHeld: z.int().describe('Meetings that ended in the range and whose organiser belongs to the account.'),
  MeetingSatisfaction: satisfaction,
  ChatMessagesSent: z.int().describe('Messages of the users in one-to-one, group and room conversations.'),
  ActiveProDays: z.int().describe('Pro users who hosted a qualifying meeting, counted once per user and day.'),
};

export const AccountUsage = z.object(usage).meta({ id: 'AccountUsage' });

export const AccountUsageDay = z.object({ Date: reportDate, ...usage }).meta({ id: 'AccountUsageDay' });

const activity = {
  MeetingsAttended: z.int(),
  MeetingsOrganized: z.int(),
  MeetingSatisfaction: satisfaction,
  ChatMessagesSent: z.int(),
};

const UserActivityDay = z
  .object({ Date: reportDate, ...activity, ActivePro: z.boolean().describe('Whether this was an active Pro day of the user.') })
  .meta({ id: 'UserActivityDay' });

export const UserActivity = z
  .object({
    UserId: z.string(),
    StartDate: reportDate,
    EndDate: reportDate,
    AsOf: timestamp,
    ...activity,
    LastActive: timestamp.describe('The latest meeting, message or sign-in of the user, whatever the range.').optional(),
    Days: z.array(UserActivityDay),
  })
  .meta({ id: 'UserActivity' });

export const meetingType = z
  .enum(['PersonalMeetingId', 'UniqueId', 'Moderated', 'Instant', 'ChatCall', 'PhoneCall', 'External'])
  .meta({ id: 'MeetingType' });

const MeetingPerson = z
  .object({ UserId: z.string().optional(), DisplayName: displayName.optional(), EmailAddress: emailAddress.optional() })
  .meta({ id: 'MeetingPerson' });

/** A meeting as the list shows it. */
export const MeetingSummary = z
  .object({
    ConferenceId: z.string(),
    StartTime: timestamp,
    EndTime: timestamp,
    Type: meetingType,
    Organizer: MeetingPerson.optional(),
    DurationSeconds: z.int(),
    NumberOfAttendees: z.int().describe('Distinct people who were connected; those only invited or waiting and recorders do not count.'),
  })
  .meta({ id: 'MeetingSummary' });

const MeetingSource = z
  .object({
    SourceId: z.string(),
    Kind: z.enum(['Carillon', 'LiveKit', 'AmazonChimeSDK', 'Janus', 'CloudEvents', 'Import']).meta({ id: 'MeetingSourceKind' }),
  })
  .meta({ id: 'MeetingSource' });

export const MeetingDetail = MeetingSummary.extend({
  AccountId: z.string(),
  EndTime: timestamp.describe('Absent while the meeting is held.').optional(),
  DurationSeconds: z.int().describe('So far, while the meeting is held.'),
  Source: MeetingSource,
  ExternalId: z.string().optional(),
  Pin: z
    .string()
    .meta({ id: 'MeetingPin', ...sensitive })
    .optional(),
  Scheduled: z.boolean(),
  EndReason: z.enum(['Ended', 'NobodyConnected', 'NoEvents']).meta({ id: 'MeetingEndReason' }).optional(),
  Region: z.string().optional(),
  DataComplete: z.boolean().describe('False if the end was inferred or events are missing.'),
}).meta({ id: 'MeetingDetail' });

const meetingExit = z.enum(['Left', 'Dropped', 'Removed', 'Ended']).meta({ id: 'MeetingExit' });

const MeetingConnection = z
  .object({ StartTime: timestamp, EndTime: timestamp.optional(), Exit: meetingExit.optional() })
  .meta({ id: 'MeetingConnection' });

const MeetingQuality = z
  .object({
    Rating: z.enum(['Good', 'Fair', 'Poor']).meta({ id: 'MeetingQualityRating' }),
    PacketLossPercent: z.number().optional(),
    JitterMs: z.number().optional(),
    RoundTripMs: z.number().optional(),
  })
  .meta({ id: 'MeetingQuality' });

const MeetingFeedback = z
  .object({
    Positive: z.boolean(),
    Comment: z
      .string()
      .meta({ id: 'MeetingFeedbackComment', ...sensitive })
      .optional(),
    Time: timestamp,
  })
  .meta({ id: 'MeetingFeedback' });

/** One person's presence in a meeting; a drop and a rejoin are two connections of one session. */
export const MeetingAttendee = z
  .object({
    AttendeeSessionId: z.string(),
    ...MeetingPerson.shape,
    Authenticated: z.boolean(),
    Role: z.enum(['Organizer', 'Moderator', 'Attendee']).meta({ id: 'MeetingRole' }),
    State: z.enum(['Present', 'Invited', 'Declined', 'RunningLate', 'Dropped', 'Left', 'WaitingRoom']).meta({ id: 'MeetingRosterState' }),
    JoinTime: timestamp.optional(),
    LeaveTime: timestamp.optional(),
    Minutes: z.number().describe('Connected time, without the gaps.'),
    Reconnects: z.int(),
    Exit: meetingExit.optional(),
    Connections: z.array(MeetingConnection),
    ClientType: z.enum(['Desktop', 'Mobile', 'Web', 'Phone', 'Sip', 'H323', 'Unknown']).meta({ id: 'MeetingClientType' }),
    AudioType: z.enum(['Computer', 'DialIn', 'CallMe', 'None', 'Unknown']).meta({ id: 'MeetingAudioType' }),
    VideoUsed: z.boolean(),
    ScreenShareUsed: z.boolean(),
    Quality: MeetingQuality.optional(),
    Feedback: MeetingFeedback.optional(),
  })
  .meta({ id: 'MeetingAttendee' });

/** Every type of the log but `quality.sample`, which the attendee's quality sums up. */
const meetingEventType = z
  .enum([
    'meeting.scheduled',
    'meeting.started',
    'meeting.ended',
    'meeting.locked',
    'meeting.unlocked',
    'attendee.invited',
    'attendee.waiting',
    'attendee.admitted',
    'attendee.denied',
    'attendee.joined',
    'attendee.left',
    'attendee.dropped',
    'attendee.removed',
    'attendee.declined',
    'attendee.muted',
    'attendee.unmuted',
    'video.started',
    'video.stopped',
    'screenshare.started',
    'screenshare.stopped',
    'recording.started',
    'recording.stopped',
    'dialin.started',
    'dialin.ended',
    'survey.answered',
    'message.sent',
  ])
  .meta({ id: 'MeetingEventType' });

export const MeetingEventPerson = z
  .object({ AttendeeSessionId: z.string().optional(), UserId: z.string().optional(), DisplayName: displayName.optional() })
  .meta({ id: 'MeetingEventPerson' });

export const MeetingEvent = z
  .object({
    EventId: z.string(),
    Type: meetingEventType,
    Time: timestamp.describe('When it happened, by the clock of its source.'),
    ReceivedAt: timestamp,
    Source: MeetingSource,
    Actor: MeetingEventPerson.optional(),
    Target: MeetingEventPerson.describe('The person it was done to.').optional(),
    Data: z
      .record(z.string(), z.string())
      .meta({ id: 'MeetingEventData', ...sensitive })
      .optional(),
  })
  .meta({ id: 'MeetingEvent' });
