import { randomUUIDv7 } from 'node:crypto';
import { Readable } from 'node:stream';
import type { LinkSettings } from '../../src/objects/links.ts';
import type { Objects } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-object-store.ts';
import { CreateCDRBucket } from '../../src/operations/chime/CreateCDRBucket.ts';
import { jobRun } from './jobs.ts';
import type { Person, World } from './world.ts';

/** The object store of a world. */
export function objectsOf(world: Pick<World, 'door'>): Objects {
  return world.door.services.connections.objects;
}

/** Where an S3 store is, and who it knows us as. */
export interface StoreAddress {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** For `createWorld`: objects at an S3 store. */
export function objectsAt({ endpoint, accessKeyId, secretAccessKey }: StoreAddress) {
  return (links: LinkSettings, { now }: { now(): number }): Objects =>
    openObjectStore(
      {
        dataDir: '/nowhere',
        objectsEndpoint: endpoint,
        objectsRegion: 'us-east-1',
        objectsPathStyle: true,
        objectsAccessKeyId: accessKeyId,
        objectsSecretAccessKey: secretAccessKey,
        objectsBucket: 'carillon',
        outgoingAllow: [],
      },
      links,
      { now, newId: () => randomUUIDv7() },
    );
}

/** A store that is not there: at port 1 of this machine nobody answers. */
export const nowhere: StoreAddress = { endpoint: 'http://127.0.0.1:1', accessKeyId: 'nobody', secretAccessKey: 'nothing' };

/** Makes a bucket, which becomes the chosen one if it is the first, and answers its name. */
export async function createBucket(person: Person, name = `cdr-${randomUUIDv7()}`): Promise<string> {
  await person.call(CreateCDRBucket, { BucketName: name });
  return name;
}

/** Puts a small object. */
export async function putObject(objects: Objects, bucketName: string, key: string, content = 'x'): Promise<void> {
  const body = Buffer.from(content);
  await objects.bucket(bucketName).put(key, Readable.from([body]), { contentType: 'text/plain', contentLength: body.length });
}

/** Deletes what deliveries have moved away from, as the job does when it is nudged. */
export async function removeLeftBuckets(world: World): Promise<number> {
  return jobRun(world, 'remove-cdr-buckets');
}
