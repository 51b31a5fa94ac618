import { z } from 'zod';
import { equalTexts } from '../equal-texts.ts';
import type { Tx } from './database.ts';
import { hashToken } from './link-tokens.ts';
import { claimMeta, findMeta } from './meta.ts';

const Invitation = z.object({ tokenHash: z.string(), awsAccountId: z.string(), userName: z.string() });

/** For whom the set-up link is. */
export type SetupInvitation = z.output<typeof Invitation>;

const key = 'console_setup';

/** Keeps for whom the link is with which the first administrator chooses a password. */
export async function insertSetupInvitation(tx: Tx, invitation: SetupInvitation): Promise<void> {
  await claimMeta(tx, key, JSON.stringify(invitation));
}

/** The invitation that this token belongs to; undefined = it was used, or never given. */
export async function findSetupInvitation(tx: Tx, token: string): Promise<SetupInvitation | undefined> {
  const value = await findMeta(tx, key);
  if (value === undefined) return undefined;
  const invitation = Invitation.parse(JSON.parse(value));
  return equalTexts(hashToken(token), invitation.tokenHash) ? invitation : undefined;
}

/** Uses the link up. */
export async function deleteSetupInvitation(tx: Tx): Promise<void> {
  await tx.query(tx.sql.deleteFrom('meta').where('key', '=', key));
}
