import { z } from 'zod';
import type { Vault } from '../store/vault.ts';
import { safeFileName } from './disposition.ts';
import { linkSecondsMax, type LinkTerms } from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';

/** What a link leads to. */
export interface LinkTarget {
  readonly bucketName: string;
  readonly key: string;
  readonly fileName: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Makes and reads the links that Carillon itself serves: what they lead to is sealed into them, so nobody can make or change one. */
export interface Links {
  make(target: Pick<LinkTarget, 'bucketName' | 'key'>, terms: LinkTerms): string;
  /** @param token the part of the address that `make` sealed; undefined = not of our making. It may have expired. */
  read(token: string): LinkTarget | undefined;
}

/** What links are made of. */
export interface LinkSettings {
  readonly vault: Vault;
  /** Where people reach this installation, without a slash at the end. */
  publicUrl(): string;
}

const purpose = 'object-link';
const sealedLink = z.tuple([z.string(), z.string(), z.string(), z.number()]);

export function createLinks({ vault, publicUrl }: LinkSettings): Links {
  return {
    make({ bucketName, key }, { expiresInSeconds, fileName, now }) {
      if (!(expiresInSeconds > 0 && expiresInSeconds <= linkSecondsMax)) {
        throw new ObjectStoreError('invalid', `A link lives for 1 to ${linkSecondsMax} seconds, not for ${expiresInSeconds}.`);
      }
      const name = safeFileName(fileName);
      const sealed = vault.seal(JSON.stringify([bucketName, key, name, now + expiresInSeconds * 1000]), purpose);
      return `${publicUrl()}/objects/${sealed}/${encodeURIComponent(name)}`;
    },
    read(token) {
      const opened = vault.tryOpen(token, purpose);
      if (opened === undefined) return undefined;
      const content = sealedLink.safeParse(JSON.parse(opened));
      if (!content.success) return undefined;
      const [bucketName, key, fileName, expiresAt] = content.data;
      return { bucketName, key, fileName, expiresAt };
    },
  };
}
