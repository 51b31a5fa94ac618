import { join } from 'node:path';
import { createOutgoing, type Outgoing } from '../net/outgoing.ts';
import { openFolder } from './folder/open-folder.ts';
import { createLinks, type LinkSettings } from './links.ts';
import type { Objects } from './object-store.ts';
import { openS3 } from './s3/open-s3.ts';

/** What the operator says about the object store. */
export interface ObjectSettings {
  readonly dataDir: string;
  /** An S3-compatible store; undefined = the folder `objects` in the data folder. */
  readonly objectsEndpoint?: string | undefined;
  readonly objectsRegion: string;
  readonly objectsPathStyle: boolean;
  readonly objectsAccessKeyId?: string | undefined;
  readonly objectsSecretAccessKey?: string | undefined;
  /** Name of the bucket for what Carillon itself keeps. */
  readonly objectsBucket: string;
  readonly outgoingAllow: readonly string[];
}

interface Machine {
  now(): number;
  newId(): string;
}

/** The object store that the configuration names. Nothing is connected, loaded or written before it is used. */
export function openObjectStore(settings: ObjectSettings, links: LinkSettings, { now, newId }: Machine): Objects {
  const { objectsEndpoint: endpoint, objectsBucket: ownBucket } = settings;
  if (endpoint === undefined) {
    return openFolder({ folder: join(settings.dataDir, 'objects'), ownBucket, links: createLinks(links), now, newId });
  }
  return openS3({
    endpoint,
    region: settings.objectsRegion,
    pathStyle: settings.objectsPathStyle,
    accessKeyId: settings.objectsAccessKeyId ?? '',
    secretAccessKey: settings.objectsSecretAccessKey ?? '',
    ownBucket,
    outgoing: createStoreOutgoing(settings.outgoingAllow),
  });
}

/** Where object stores are that an organisation runs itself: RFC 1918, RFC 6598 and RFC 4193, and this machine. */
const ownNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', '127.0.0.0/8', '::1/128'];

/** The endpoint is the operator's word, not a tenant's. Link-local and metadata addresses stay refused, whatever its name stands for. */
function createStoreOutgoing(allow: readonly string[]): Outgoing {
  return createOutgoing({ allow: [...allow, ...ownNetworks] });
}
