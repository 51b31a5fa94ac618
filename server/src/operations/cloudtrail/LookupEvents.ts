import { z } from 'zod';
import {
  InvalidEventCategoryException,
  InvalidLookupAttributesException,
  InvalidMaxResultsException,
  InvalidNextTokenException,
  InvalidTimeRangeException,
} from '../../errors.ts';
import { jsonOperation } from '../../operation.ts';
import { Event, eventDate, LookupAttribute } from '../../shapes/cloudtrail.ts';
import { lookupAuditEvents, type FoundEvent } from '../../store/audit-lookup.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

const pageSizeMax = 50;

export const LookupEvents = jsonOperation('cloudtrail', {
  action: {
    name: 'LookupEvents',
    access: 'List',
    summary:
      'Grants permission to look up and retrieve metric data for API activity events captured by CloudTrail that create, update, or delete resources in your account',
    dependsOn: [],
  },
  input: z.object({
    LookupAttributes: z.array(LookupAttribute).optional(),
    StartTime: eventDate.optional(),
    EndTime: eventDate.optional(),
    EventCategory: z.string().optional(),
    MaxResults: z.int().optional(),
    NextToken: z.string().optional(),
  }),
  output: z.object({ Events: z.array(Event).optional(), NextToken: z.string().optional() }),
  errors: [
    InvalidEventCategoryException,
    InvalidLookupAttributesException,
    InvalidMaxResultsException,
    InvalidNextTokenException,
    InvalidTimeRangeException,
  ],
  example: { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateUser' }], MaxResults: 10 },
  async handler({ tx }, { LookupAttributes = [], StartTime, EndTime, EventCategory, MaxResults = pageSizeMax, NextToken }) {
    if (EventCategory !== undefined) throw new InvalidEventCategoryException('There are no Insights events: leave EventCategory out.');
    const [attribute, ...more] = LookupAttributes;
    if (more.length > 0) throw new InvalidLookupAttributesException('You can look up by one attribute at a time.');
    if (MaxResults < 1 || MaxResults > pageSizeMax) throw new InvalidMaxResultsException(`MaxResults must be from 1 to ${pageSizeMax}.`);
    if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) {
      throw new InvalidTimeRangeException('StartTime is after EndTime.');
    }
    const list = JSON.stringify(['LookupEvents', attribute, StartTime, EndTime]);
    const { rows, lastKey } = await lookupAuditEvents(tx, {
      entry: attribute && { attribute: attribute.AttributeKey, value: attribute.AttributeValue },
      from: StartTime === undefined ? undefined : Math.ceil(StartTime * 1000),
      to: EndTime === undefined ? undefined : endOf(EndTime),
      before: readPageToken(tx, list, NextToken, InvalidNextTokenException),
      pageSize: MaxResults,
    });
    return { Events: rows.map(toWireEvent), NextToken: pageToken(tx, list, lastKey) };
  },
});

/** Event times are shown in whole seconds: a whole second means all of it. */
function endOf(seconds: number): number {
  return Math.floor(seconds * 1000) + (Number.isInteger(seconds) ? 999 : 0);
}

function toWireEvent({ id, name, source, userName, accessKeyId, readOnly, time, event, resources }: FoundEvent): z.input<typeof Event> {
  return {
    EventId: id,
    EventName: name,
    ReadOnly: readOnly ? 'true' : 'false',
    AccessKeyId: accessKeyId,
    EventTime: Math.floor(time / 1000),
    EventSource: source,
    Username: userName,
    Resources: resources.map(({ type, name: resource }) => ({ ResourceType: type, ResourceName: resource })),
    CloudTrailEvent: event,
  };
}
