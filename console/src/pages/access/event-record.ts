import type { Output } from '../../api/calls.ts';

/** An event as the event history lists it. */
export type HistoryEvent = NonNullable<Output<'cloudtrail:LookupEvents'>['Events']>[number];

export type Json = Readonly<Record<string, unknown>>;

/** The event's record in CloudTrail's format. */
export function recordOf({ CloudTrailEvent }: HistoryEvent): Json {
  return toJson(JSON.parse(CloudTrailEvent ?? '{}'));
}

/** An object as it is; {} for everything else. */
export function toJson(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
