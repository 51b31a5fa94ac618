import { z } from 'zod';
import { nonEmptyString, sensitive, timestamp } from './common.ts';

export const apiKeyId = nonEmptyString;

export const apiKeyDescription = z.string().max(256).meta({ id: 'ApiKeyDescription' });

/** A SCIM access key without its secret. */
export const ApiKey = z
  .object({
    ApiKeyId: z.string(),
    AccountId: z.string(),
    Prefix: z.string().describe('The first characters of the secret, to recognise it by.'),
    Description: apiKeyDescription.optional(),
    CreatedTimestamp: timestamp,
    CreatedBy: z.string().describe('ARN of the principal that created the key.'),
    LastUsedAt: timestamp.optional(),
    ExpiresAt: timestamp.optional(),
  })
  .meta({ id: 'ApiKey' });

/** Shown once, in the answer that creates the key; only its hash is kept. */
export const apiKeySecret = z.string().meta({ id: 'ApiKeySecret', ...sensitive });
