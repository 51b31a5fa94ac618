import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from './database.ts';
import { hashToken } from './link-tokens.ts';

const Invitation = z.object({ tokenHash: z.string(), awsAccountId: z.string(), userName: z.string() });

/** For whom the set-up link is. */
export type SetupInvitation = z.output<typeof Invitation>;

const key = 'console_setup';

/** Keeps for whom the link is with which the first administrator chooses a password. */
export async function insertSetupInvitation(tx: Tx, invitation: SetupInvitation): Promise<void> {
  await tx.query(tx.sql.insertInto('meta').values({ key, value: JSON.stringify(invitation) }));
}

/** The invitation that this token belongs to; undefined = it was used, or never given. */
export async function findSetupInvitation(tx: Tx, token: string): Promise<SetupInvitation | undefined> {
  const [row] = await tx.query(tx.sql.selectFrom('meta').select('value').where('key', '=', key));
  if (!row) return undefined;
  const invitation = Invitation.parse(JSON.parse(row.value));
  const given = Buffer.from(hashToken(token));
  return timingSafeEqual(given, Buffer.from(invitation.tokenHash)) ? invitation : undefined;
}

/** Uses the link up. */
export async function deleteSetupInvitation(tx: Tx): Promise<void> {
  await tx.query(tx.sql.deleteFrom('meta').where('key', '=', key));
}
