import type { Grantee } from '@aws-sdk/client-s3';
import type { BucketDescription, Told } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import type { S3Connection } from './connect.ts';
import { s3Status } from './fault.ts';

/** The groups whose grants are to everybody. Source: Amazon S3 User Guide, "Access control list (ACL) overview". */
const publicGroups = ['/groups/global/AllUsers', '/groups/global/AuthenticatedUsers'];

/** Reads the five properties at once, each for itself: what one store does not know is told by another. */
export async function describeBucket(connection: S3Connection, name: string): Promise<BucketDescription> {
  const input = { Bucket: name };
  const [acl, location, logging, versioning, website] = await Promise.all([
    tell(
      connection.call(async ({ client, library, options }) => {
        const { Grants = [] } = await client.send(new library.GetBucketAclCommand(input), options);
        return Grants.map(({ Grantee: grantee, Permission = '' }) => ({
          grantee: granteeName(grantee),
          permission: Permission,
          isPublic: publicGroups.some((group) => grantee?.URI?.endsWith(group)),
        }));
      }),
    ),
    tell(
      connection.call(async ({ client, library, options }) => {
        const { LocationConstraint } = await client.send(new library.GetBucketLocationCommand(input), options);
        return LocationConstraint ?? 'us-east-1';
      }),
    ),
    tell(
      connection.call(async ({ client, library, options }) => {
        const { LoggingEnabled } = await client.send(new library.GetBucketLoggingCommand(input), options);
        if (!LoggingEnabled) return 'off' as const;
        return { targetBucket: LoggingEnabled.TargetBucket ?? '', targetPrefix: LoggingEnabled.TargetPrefix ?? '' };
      }),
    ),
    tell(
      connection.call(async ({ client, library, options }) => {
        const { Status } = await client.send(new library.GetBucketVersioningCommand(input), options);
        return Status ?? ('Never' as const);
      }),
    ),
    tell(
      connection.call(async ({ client, library, options }) => {
        const asked = client.send(new library.GetBucketWebsiteCommand(input), options);
        return asked.then(() => true, noWebsite);
      }),
    ),
  ]);
  return { acl, location, logging, versioning, website };
}

function granteeName(grantee: Grantee | undefined): string {
  return grantee?.DisplayName ?? grantee?.URI ?? grantee?.EmailAddress ?? grantee?.ID ?? 'unknown';
}

function noWebsite(error: unknown): false {
  if (error instanceof Error && error.name === 'NoSuchWebsiteConfiguration') return false;
  throw error;
}

/** A store that is away, and a bucket that is not there, are no property of a bucket. */
async function tell<Value>(reading: Promise<Value>): Promise<Told<Value>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (!(error instanceof ObjectStoreError) || error.kind === 'no-such-bucket') throw error;
    // 5xx to one question may be the store's way of not knowing it.
    if (error.kind === 'unavailable' && s3Status(error.cause) === undefined) throw error;
    return { unreadable: error.message };
  }
}
