import type { z } from 'zod';
import { newAccessKeyId, newSecretAccessKey } from '../iam/ids.ts';
import { toWireDate } from '../iam/wire.ts';
import type { Principal } from '../principal.ts';
import type { Credentials } from '../shapes/sts.ts';
import type { Tx } from './database.ts';
import { sealSession, type SessionClaims } from './session-tokens.ts';

type NewSession = Omit<SessionClaims, 'accessKeyId' | 'secretAccessKey'>;

/** New temporary credentials. Nothing is stored: the token holds what it stands for. */
export function issueCredentials(tx: Tx, session: NewSession, random: (bytes: number) => Uint8Array): z.input<typeof Credentials> {
  const accessKeyId = newAccessKeyId(random, 'ASIA');
  const secretAccessKey = newSecretAccessKey(random);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sealSession(tx.vault, { accessKeyId, secretAccessKey, ...session }),
    Expiration: toWireDate(session.expiresAt),
  };
}

/** The second factor of the user who makes a session, for its token. Along a chain of roles it is lost, as on AWS. */
export function sessionMfa({ kind, mfa, principalId }: Principal): SessionClaims['mfa'] {
  return kind === 'user' && mfa ? { ...mfa, userId: principalId } : undefined;
}
