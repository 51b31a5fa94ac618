import type { Catalogue } from '@carillon/iam';
import type { Database } from '../store/database.ts';
import { readIdentityEpoch } from '../store/principals.ts';
import type { Caller } from './authorise.ts';
import { createLoader } from './load-identity.ts';

/** An access key with its secret and its owner, ready to verify and decide. */
export interface Identity {
  readonly secretAccessKey: string;
  /** An inactive key verifies nothing. */
  readonly active: boolean;
  /** Temporary credentials only. */
  readonly sessionToken?: string | undefined;
  /** Temporary credentials only, epoch milliseconds. */
  readonly expiresAt?: number | undefined;
  readonly caller: Caller;
}

/** Who the access keys belong to and what they may do, cached until something changes. */
export interface Identities {
  /** undefined = no such key. @param sessionToken as the request carries it */
  find(accessKeyId: string, sessionToken?: string): Identity | Promise<Identity | undefined>;
  /** The caller for decisions in which the trust policy of a role takes part, whichever AWS account the role is of. */
  trusting(caller: Caller, roleArn: string): Promise<Caller>;
  /** Everything is read anew from here on: called after each change of identities in this process. */
  forgetAll(): void;
  /** Looks whether another process changed identities, and if so forgets all. */
  poll(): Promise<void>;
}

/** Identities kept ready. */
const identitiesMax = 10_000;

/** @param catalogue what policies may name: other spellings of actions come from it */
export function createIdentities(database: Database, catalogue: Catalogue): Identities {
  const identities = new Map<string, Identity | Promise<Identity | undefined>>();
  const loader = createLoader(database, catalogue);
  let epoch: number | undefined;

  const forgetAll = (): void => identities.clear();

  return {
    find(accessKeyId, sessionToken) {
      // Only temporary credentials are told apart by their token: one that came with another key is not looked at here.
      const token = accessKeyId.startsWith('ASIA') ? sessionToken : undefined;
      const key = token === undefined ? accessKeyId : `${accessKeyId} ${token}`;
      const known = identities.get(key);
      if (known) return known;
      const loading = token === undefined ? loader.keyOwner(accessKeyId) : loader.sessionOwner(accessKeyId, token);
      if (identities.size >= identitiesMax) identities.clear();
      // Kept before it is loaded: a change in the meantime clears it together with all others, and simultaneous
      // requests share one load. What is unknown or fails is not kept.
      identities.set(key, loading);
      const keep = (identity?: Identity): void => {
        if (identities.get(key) !== loading) return;
        if (identity) identities.set(key, identity);
        else identities.delete(key);
      };
      loading.then(keep, () => keep());
      return loading;
    },
    trusting: loader.trusting,
    forgetAll,
    async poll() {
      const current = await database.read('', readIdentityEpoch);
      if (epoch !== undefined && current !== epoch) forgetAll();
      epoch = current;
    },
  };
}
