import type { z } from 'zod';
import type { BucketDescription, Told } from '../objects/object-store.ts';
import type { CDRBucket, CDRBucketSummary } from '../shapes/cdr.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { CdrBucketRow } from '../store/cdr-buckets.ts';
import type { CdrSettingRow } from '../store/cdr-settings.ts';

type Warnings = z.input<typeof CDRBucket>['Warnings'];

/** A bucket as the list shows it. */
export function toBucketSummary(bucket: CdrBucketRow, setting: CdrSettingRow | undefined): z.input<typeof CDRBucketSummary> {
  return {
    BucketName: bucket.name,
    Chosen: setting?.bucket_name === bucket.name,
    CreatedByCarillon: bucket.created_by_carillon === 1,
    CreatedTimestamp: toTimestamp(bucket.created_at),
  };
}

/** A bucket that was made or chosen; what the store says about it is for GetCDRBucket, which takes permissions of its own. */
export function toBucket(bucket: CdrBucketRow, setting: CdrSettingRow | undefined, warnings: Warnings = []): z.input<typeof CDRBucket> {
  return { ...toBucketSummary(bucket, setting), Warnings: [...warnings, ...deliveryWarnings(bucket, setting)] };
}

/** A bucket with what the store says about it. */
export function toDescribedBucket(
  bucket: CdrBucketRow,
  setting: CdrSettingRow | undefined,
  description: BucketDescription,
): z.input<typeof CDRBucket> {
  const { acl, location, logging, versioning, website } = description;
  const log = valueOf(logging);
  return {
    ...toBucket(bucket, setting, describedWarnings(bucket.name, description)),
    Acl: valueOf(acl)?.map(({ grantee, permission, isPublic }) => ({ Grantee: grantee, Permission: permission, Public: isPublic })),
    Location: valueOf(location),
    Logging:
      log === undefined
        ? undefined
        : log === 'off'
          ? { Enabled: false }
          : { Enabled: true, TargetBucket: log.targetBucket, TargetPrefix: log.targetPrefix },
    Versioning: valueOf(versioning),
    Website: valueOf(website),
  };
}

/** Says that the bucket from which the deliveries moved away stays. */
export function oldBucketKept(old: CdrBucketRow): Warnings[number] {
  const why = old.created_by_carillon === 1 ? 'it still holds records' : 'it was not made by Carillon';
  return { Code: 'OldBucketKept', Message: `The bucket ${old.name} was kept, because ${why}.` };
}

function describedWarnings(name: string, { acl, website, ...rest }: BucketDescription): Warnings {
  const warnings: Warnings = [];
  const isPublic = valueOf(acl)?.filter((grant) => grant.isPublic) ?? [];
  if (isPublic.length > 0) {
    const permissions = isPublic.map(({ permission }) => permission).join(', ');
    const Message = `Everybody has ${permissions} on the bucket ${name}: call detail records name people and numbers. Make its ACL private.`;
    warnings.push({ Code: 'PublicAcl', Message });
  }
  if (valueOf(website) === true) {
    warnings.push({ Code: 'Website', Message: `The bucket ${name} is served as a website. Remove its website configuration.` });
  }
  for (const [property, told] of Object.entries({ acl, ...rest, website })) {
    if ('unreadable' in told) warnings.push({ Code: 'NotReadable', Message: `The object store does not tell the ${property} of ${name}.` });
  }
  return warnings;
}

function deliveryWarnings({ name }: CdrBucketRow, setting: CdrSettingRow | undefined): Warnings {
  if (setting?.bucket_name !== name || setting.error === null) return [];
  const again = `Deliveries are tried again from ${toTimestamp(setting.next_attempt_at)} on; no record is lost.`;
  return [{ Code: 'DeliveryFailing', Message: `${setting.error} ${again}` }];
}

function valueOf<Value>(told: Told<Value>): Value | undefined {
  return 'value' in told ? told.value : undefined;
}
