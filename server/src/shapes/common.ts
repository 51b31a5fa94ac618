import { z } from 'zod';

// Named wire shapes that several operations share. Limits, patterns and names are those of the published Chime
// model (`service-2.json`, API version 2018-05-01) unless a comment says "(ours)".

/** Marks a member whose value never reaches audit events or logs. */
export const sensitive = { sensitive: true } as const;

export const nonEmptyString = z
  .string()
  .regex(/.*\S.*/)
  .meta({ id: 'NonEmptyString' });

/** Path label of every account operation. */
export const accountId = nonEmptyString;

export const userId = nonEmptyString;

export const emailAddress = z
  .string()
  .regex(/^.+@.+\..+$/)
  .meta({ id: 'EmailAddress', ...sensitive });

/** ISO 8601 with milliseconds, UTC. */
export const timestamp = z.iso.datetime().meta({ id: 'Iso8601Timestamp' });

export const license = z.enum(['Basic', 'Plus', 'Pro', 'ProTrial']).meta({ id: 'License' });

/** Page size, 1–200. Query strings carry text: the binder reads the digits before this schema sees the number. */
export const maxResults = z.int().min(1).max(200).meta({ id: 'ProfileServiceMaxResults' });

export const nextToken = z.string().max(2048);

/** A repeat of a create with the same token within 24 hours returns the first result (ours: not in the SDK's model). */
export const clientRequestToken = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[-_a-zA-Z0-9]*$/)
  .meta({ id: 'ClientRequestToken', ...sensitive });

/** The output of an operation that answers without members. */
export const nothing = z.object({});
