import { BadRequestException, ConflictException } from '../errors.ts';
import { bucketNameFault } from '../objects/bucket-name.ts';
import type { Objects } from '../objects/object-store.ts';
import { ObjectStoreError } from '../objects/object-store-error.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import { claimBucket, dropClaim, findAnyBucket, nameTaken, type CdrBucketRow, type Claim } from '../store/cdr-buckets.ts';
import type { Tx } from '../store/database.ts';
import { recordPrefixes } from './keys.ts';
import { bucketFault } from './store-fault.ts';

/** Reads of the tenant's, outside of a transaction. */
type Read = <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>;

/** What is to become the tenant's bucket. */
export interface PlannedBucket extends Claim {
  readonly region: string | undefined;
  readonly isAtStore: boolean;
}

/**
 * Finds out whether a bucket can be the tenant's: it is already, or nobody has the name, or it lies at the store and may be adopted.
 * Changes nothing. Throws BadRequestException for a name against the rules, ConflictException for one that others have.
 */
export async function planBucket(
  objects: Objects,
  read: Read,
  { name, region, awsAccountId, now }: { name: string; region?: string | undefined; awsAccountId: string; now: number },
): Promise<PlannedBucket> {
  checkName(name);
  if (name === objects.own.bucketName) throw nameTaken(name);
  const known = await read((tx) => findAnyBucket(tx, name));
  const isOurs = known?.aws_account_id === awsAccountId;
  if (known && !isOurs && known.state !== 'Claimed') throw nameTaken(name);
  try {
    const found = await objects.findBucket(name);
    if (found === 'theirs') throw nameTaken(name);
    if (found === 'ours' && !isOurs && (await read(listAwsAccounts)).length > 1) await requireAdoptable(objects, name, awsAccountId);
    const createdByCarillon = found === 'absent' || madeByUs(known);
    return { name, region, isAtStore: found === 'ours', createdByCarillon, createdAt: isOurs ? known.created_at : now };
  } catch (error) {
    throw bucketFault(error, name);
  }
}

/**
 * Makes the bucket at the store as planned: the name is claimed first, so a process that dies on the way leaves a claim, and a repetition
 * goes on from it. Closes it to the public where the store can, and proves that records can be written there.
 */
export async function makeBucket(objects: Objects, write: Read, plan: PlannedBucket, now: number): Promise<void> {
  const { name, region, isAtStore } = plan;
  await write((tx) => claimBucket(tx, plan, now));
  try {
    if (!isAtStore) await objects.createBucket(name, region);
    await objects.blockPublicAccess(name);
    const bucket = objects.bucket(name);
    await bucket.put(markerKey, marker, { contentType: 'text/plain', contentLength: marker.length });
    await bucket.delete(markerKey);
  } catch (error) {
    if (error instanceof ObjectStoreError && error.kind === 'taken') await write((tx) => dropClaim(tx, name));
    throw bucketFault(error, name);
  }
}

const markerKey = 'carillon-write-check.txt';
const marker = Buffer.from('Carillon writes and deletes this object to see that it can deliver call detail records here.\n');

/** Throws BadRequestException that says which rule is broken. */
export function checkName(name: string): void {
  const fault = bucketNameFault(name);
  if (fault !== undefined) throw new BadRequestException(`The bucket name ${name} ${fault}.`);
}

/** The first creation is what counts: that the bucket is there now may be the work of an attempt that was not finished. */
function madeByUs(known: CdrBucketRow | undefined): boolean {
  return known?.created_by_carillon === 1;
}

/**
 * The store knows all of this installation as one, so a bucket there may be its operator's for something else, or another tenant's of old:
 * with several tenants, one may adopt only what is empty or holds nothing but its own records.
 */
async function requireAdoptable(objects: Objects, name: string, awsAccountId: string): Promise<void> {
  const bucket = objects.bucket(name);
  const own = recordPrefixes(awsAccountId);
  let after: string | undefined;
  for (let step = 0; step <= own.length; step++) {
    const [first] = (await bucket.list('', { after, limit: 1 })).objects;
    if (!first) return;
    const prefix = own.find((candidate) => first.key.startsWith(candidate));
    if (prefix === undefined) break;
    after = endOf(prefix);
  }
  throw new ConflictException(
    `The bucket ${name} holds other things than call detail records of AWS account ${awsAccountId}. Choose another name, or have its owner empty it.`,
  );
}

/** A key behind all that begin with the prefix. */
function endOf(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
