import { bindLayers, createCompiler, type Catalogue } from '@carillon/iam';
import type { Principal } from '../principal.ts';
import type { Database } from '../store/database.ts';
import { listPolicyDocuments, loadCredential, readIdentityEpoch } from '../store/principals.ts';
import type { Caller } from './authorise.ts';

/** An access key with its secret and its owner, ready to verify and decide. */
export interface Identity {
  readonly secretAccessKey: string;
  /** An inactive key verifies nothing. */
  readonly active: boolean;
  readonly caller: Caller;
}

/** Who the access keys belong to and what they may do, cached until something changes. */
export interface Identities {
  /** undefined = no such key. */
  find(accessKeyId: string): Promise<Identity | undefined>;
  /** Everything is read anew from here on: called after each change of identities in this process. */
  forgetAll(): void;
  /** Looks whether another process changed identities, and if so forgets all. */
  poll(): Promise<void>;
}

/** Identities kept ready. */
const identitiesMax = 10_000;

/** @param catalogue what policies may name: other spellings of actions come from it */
export function createIdentities(database: Database, catalogue: Catalogue): Identities {
  const identities = new Map<string, Promise<Identity | undefined>>();
  const { compile } = createCompiler();
  let epoch: number | undefined;

  const forgetAll = (): void => identities.clear();

  const load = async (accessKeyId: string): Promise<Identity | undefined> =>
    database.read('', async (installation) => {
      const credential = await loadCredential(installation, accessKeyId);
      if (!credential) return undefined;
      const { awsAccountId, user, secretAccessKey, status } = credential;
      const texts = user ? await database.read(awsAccountId, (tx) => listPolicyDocuments(tx, user.id)) : [];
      const identity = texts.map(({ text, kind, name }) => compile(text, { kind, name }));
      const layers = bindLayers({ scp: [], identity, root: !user }, catalogue);
      return { secretAccessKey, active: status === 'Active', caller: { principal: toPrincipal(awsAccountId, accessKeyId, user), layers } };
    });

  return {
    find(accessKeyId) {
      const known = identities.get(accessKeyId);
      if (known) return known;
      const loading = load(accessKeyId);
      if (identities.size >= identitiesMax) identities.clear();
      // Kept before it is loaded: a change in the meantime clears it together with all others, and simultaneous
      // requests share one load. What is unknown or fails is not kept.
      identities.set(accessKeyId, loading);
      const drop = (): void => void (identities.get(accessKeyId) === loading && identities.delete(accessKeyId));
      loading.then((identity) => identity ?? drop(), drop);
      return loading;
    },
    forgetAll,
    async poll() {
      const current = await database.read('', readIdentityEpoch);
      if (epoch !== undefined && current !== epoch) forgetAll();
      epoch = current;
    },
  };
}

function toPrincipal(
  awsAccountId: string,
  accessKeyId: string,
  user: { id: string; name: string; path: string; tags: Readonly<Record<string, string>> } | undefined,
): Principal {
  if (!user) {
    return Object.freeze({
      kind: 'root',
      awsAccountId,
      arn: `arn:aws:iam::${awsAccountId}:root`,
      principalId: awsAccountId,
      userName: undefined,
      accessKeyId,
      tags: {},
    });
  }
  return Object.freeze({
    kind: 'user',
    awsAccountId,
    arn: `arn:aws:iam::${awsAccountId}:user${user.path}${user.name}`,
    principalId: user.id,
    userName: user.name,
    accessKeyId,
    tags: user.tags,
  });
}
