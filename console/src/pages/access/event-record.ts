/** An event as `LookupEvents` lists it. */
export interface HistoryEvent {
  readonly EventId?: string | undefined;
  readonly EventName?: string | undefined;
  readonly EventSource?: string | undefined;
  /** Epoch seconds. */
  readonly EventTime?: number | undefined;
  readonly Username?: string | undefined;
  readonly AccessKeyId?: string | undefined;
  /** `true` or `false`. */
  readonly ReadOnly?: string | undefined;
  readonly Resources?: readonly { readonly ResourceType?: string | undefined; readonly ResourceName?: string | undefined }[] | undefined;
  /** The record, as JSON. */
  readonly CloudTrailEvent?: string | undefined;
}

export type Json = Readonly<Record<string, unknown>>;

/** The event's record in CloudTrail's format. */
export function recordOf({ CloudTrailEvent }: HistoryEvent): Json {
  return toJson(JSON.parse(CloudTrailEvent ?? '{}'));
}

/** An object as it is; {} for everything else. */
export function toJson(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
