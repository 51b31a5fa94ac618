import { z } from 'zod';

// Shapes of CloudTrail's LookupEvents, from the published model (API version 2013-11-01).

/** Seconds since 1970, with a fraction if need be. */
export const eventDate = z.number().meta({ id: 'EventDate' });

export const LookupAttribute = z
  .object({
    AttributeKey: z.enum(['EventId', 'EventName', 'ReadOnly', 'Username', 'ResourceType', 'ResourceName', 'EventSource', 'AccessKeyId']),
    AttributeValue: z.string(),
  })
  .meta({ id: 'LookupAttribute' });

export const EventResource = z
  .object({ ResourceType: z.string().optional(), ResourceName: z.string().optional() })
  .meta({ id: 'EventResource' });

export const Event = z
  .object({
    EventId: z.string().optional(),
    EventName: z.string().optional(),
    ReadOnly: z.enum(['true', 'false']).optional(),
    AccessKeyId: z.string().optional(),
    EventTime: eventDate.optional(),
    EventSource: z.string().optional(),
    Username: z.string().optional(),
    Resources: z.array(EventResource).optional(),
    CloudTrailEvent: z.string().optional(),
  })
  .meta({ id: 'Event' });
