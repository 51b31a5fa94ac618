import { findClaimedDomains } from '../chime/claimed-domains.ts';
import { hasJoined, inviteUser } from '../chime/invite-user.ts';
import { domainOfAddress } from '../domains/name.ts';
import { OperatorError } from '../errors.ts';
import { lockAccountOfAnyTenant } from '../store/account-types.ts';
import { appendAuditEvents } from '../store/audit.ts';
import { asTenant, type Tx } from '../store/database.ts';
import { toAuditRecord } from '../store/service-event.ts';
import { findUsersByEmail } from '../store/users.ts';
import type { Outcome } from './outcome.ts';
import type { Importing } from './record-rows.ts';
import type { UserRow } from './user-rows.ts';

/**
 * Invites the people of some rows to a Team account as InviteUsers does, in one transaction with its audit event, and answers
 * what became of each. Who is invited or a user already is left alone, so the same rows again send no second mail. Throws
 * OperatorError for an account that invites nobody.
 */
export async function inviteRows(importing: Importing, rows: readonly UserRow[]): Promise<Outcome[]> {
  const { database, accountId, isDryRun, newId, random } = importing;
  const now = importing.now();
  const run = isDryRun ? database.rehearse : database.write;
  return run('', async (installation) => {
    const account = await lockAccountOfAnyTenant(installation, accountId);
    if (!account) throw new OperatorError(`There is no account ${accountId}. aws chime list-accounts names them.`);
    if (account.type !== 'Team') {
      throw new OperatorError(
        `Account ${account.name} is an Enterprise account: users join it by signing in with an address of a domain it has claimed. Only Team accounts invite users.`,
      );
    }
    const tx = asTenant(installation, account.aws_account_id);
    const addresses = [...new Set(rows.flatMap(({ result }) => ('email' in result ? [result.email] : [])))];
    const known = new Map((await findUsersByEmail(tx, account, addresses)).map((user) => [user.primary_email, user]));
    const claimed = await findClaimedDomains(tx, addresses);
    const invited = new Set<string>();
    const outcomes: Outcome[] = [];
    for (const { row, result } of rows) {
      if ('problem' in result) {
        outcomes.push({ row, outcome: 'refused', why: result.problem });
        continue;
      }
      const { email, name } = result;
      const found = known.get(email);
      if (claimed.has(domainOfAddress(email) ?? '')) {
        const why = `${email} is of a domain that another account has claimed: whoever registers with it joins that account`;
        outcomes.push({ row, outcome: 'refused', why });
      } else if (invited.has(email) || hasJoined(found) || found?.invitation_status === 'Pending') {
        outcomes.push({ row, outcome: 'there already', why: '' });
      } else {
        await inviteUser({ tx, now, newId, random, nudge: () => undefined }, account, email, { found, type: undefined, name });
        invited.add(email);
        outcomes.push({ row, outcome: 'imported', why: '' });
      }
    }
    if (invited.size > 0) await audit(tx, { accountId, invited: invited.size, id: newId(), now });
    return outcomes;
  });
}

/** Whom it was is in the users' rows; addresses do not go into audit events. */
async function audit(
  tx: Tx,
  { accountId, invited, id, now }: { accountId: string; invited: number; id: string; now: number },
): Promise<void> {
  const record = toAuditRecord({
    id,
    requestId: id,
    now,
    name: 'ImportUsers',
    awsAccountId: tx.awsAccountId,
    userIdentity: { type: 'AWSService', invokedBy: 'carillon import users' },
    region: 'us-east-1',
    sourceIp: 'localhost',
    userAgent: undefined,
    error: undefined,
    requestParameters: { AccountId: accountId },
    responseElements: { Invited: invited },
    userName: undefined,
    entityId: 'operator',
    accessKeyId: undefined,
  });
  await appendAuditEvents(tx, [record]);
}
