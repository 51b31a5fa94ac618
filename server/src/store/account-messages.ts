import { NotFoundException } from '../errors.ts';
import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import type { OutboxRow } from './outbox.ts';
import { toPage, type Page } from './paging.ts';

/** Messages that are the account's business: those to the people of its AWS account or of nobody's are not. */
const kinds = ['UserInvitation', 'DelegateInvitation'] as const;

/** A message that the account has sent, or waits to send. */
export type AccountMessageRow = OutboxRow & { readonly kind: (typeof kinds)[number] };

/** Sorts after every id: the newest message comes first. */
const beforeAll = '~';

/** The account's messages, newest first, after the message with the id `after` ('' = from the newest). */
export async function listAccountMessages(tx: Tx, account: AccountRow, after: string, size: number): Promise<Page<AccountMessageRow>> {
  const found = await tx.all(selectAccountMessages, { accountId: account.id, before: after === '' ? beforeAll : after, limit: size + 1 });
  return toPage(found, size, ({ id }) => id);
}

const selectAccountMessages = statement<{ accountId: string; before: string; limit: number }, AccountMessageRow>(
  'selectAccountMessages',
  (sql, param) =>
    sql
      .selectFrom('outbox')
      .selectAll()
      .$narrowType<{ kind: AccountMessageRow['kind'] }>()
      .where('account_id', '=', param('accountId'))
      .where('kind', 'in', kinds)
      .where('id', '<', param('before'))
      .orderBy('id', 'desc')
      .limit(param('limit')),
);

/** Throws NotFoundException for a message that is not the account's. */
export async function getAccountMessage(tx: Tx, account: AccountRow, id: string): Promise<AccountMessageRow> {
  const found = await tx.first(selectAccountMessage, { accountId: account.id, id });
  if (!found) throw new NotFoundException(`Account ${account.name} has no message ${id}. ListOutboxMessages shows those it has.`);
  return found;
}

const selectAccountMessage = statement<{ accountId: string; id: string }, AccountMessageRow>('selectAccountMessage', (sql, param) =>
  sql
    .selectFrom('outbox')
    .selectAll()
    .$narrowType<{ kind: AccountMessageRow['kind'] }>()
    .where('account_id', '=', param('accountId'))
    .where('kind', 'in', kinds)
    .where('id', '=', param('id')),
);
