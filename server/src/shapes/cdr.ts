import { z } from 'zod';
import { timestamp } from './common.ts';

/** The part of S3's naming rules that a pattern can hold. */
export const bucketName = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/)
  .meta({ id: 'CDRBucketName' });

export const bucketRegion = z
  .string()
  .max(64)
  .regex(/^[a-z0-9-]+$/)
  .meta({ id: 'CDRBucketRegion' });

const BucketGrant = z.object({ Grantee: z.string(), Permission: z.string(), Public: z.boolean() }).meta({ id: 'CDRBucketGrant' });

const BucketLogging = z
  .object({ Enabled: z.boolean(), TargetBucket: z.string().optional(), TargetPrefix: z.string().optional() })
  .meta({ id: 'CDRBucketLogging' });

const BucketWarning = z
  .object({
    Code: z.enum(['PublicAcl', 'Website', 'NotReadable', 'OldBucketKept', 'DeliveryFailing']).meta({ id: 'CDRBucketWarningCode' }),
    Message: z.string(),
  })
  .meta({ id: 'CDRBucketWarning' });

/** A bucket as the list shows it. */
export const CDRBucketSummary = z
  .object({
    BucketName: z.string(),
    Chosen: z.boolean().describe('Whether call detail records are delivered here.'),
    CreatedByCarillon: z.boolean(),
    CreatedTimestamp: timestamp.optional(),
  })
  .meta({ id: 'CDRBucketSummary' });

/** A bucket with what the store says about it; a property the store does not answer is absent and has a warning. */
export const CDRBucket = CDRBucketSummary.extend({
  Acl: z.array(BucketGrant).optional(),
  Location: z.string().optional(),
  Logging: BucketLogging.optional(),
  Versioning: z.enum(['Enabled', 'Suspended', 'Never']).meta({ id: 'CDRBucketVersioning' }).optional(),
  Website: z.boolean().optional(),
  Warnings: z.array(BucketWarning),
}).meta({ id: 'CDRBucket' });

// The published shapes of GetGlobalSettings and UpdateGlobalSettings.

export const BusinessCallingSettings = z.object({ CdrBucket: z.string().optional() }).meta({ id: 'BusinessCallingSettings' });

export const VoiceConnectorSettings = z.object({ CdrBucket: z.string().optional() }).meta({ id: 'VoiceConnectorSettings' });

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** What S3 decides its list actions on. */
export const anyBucketArn = 'arn:aws:s3:::*';
