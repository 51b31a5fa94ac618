import type { z } from 'zod';
import type { UserError } from '../shapes/user.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { findUsers, userAbsent, type UserRow } from '../store/users.ts';

/** Why one item of a batch is left out, as the batch answers it. */
export interface Refusal {
  readonly code: 'BadRequest' | 'NotFound' | 'Unprocessable';
  readonly message: string;
}

/** A batch of which every item is decided: those to carry out, in the batch's order, and an error for each of the others. */
export interface Decided<Item> {
  readonly accepted: readonly { readonly user: UserRow; readonly item: Item }[];
  readonly userErrors: z.input<typeof UserError>[];
}

/**
 * Finds the users that a batch names and decides each item by itself: one that cannot be carried out never stops the
 * others. The account is locked by the caller.
 */
export async function decideBatch<Item extends { readonly UserId: string }>(
  tx: Tx,
  account: AccountRow,
  items: readonly Item[],
  refuse: (user: UserRow, item: Item) => Refusal | undefined,
): Promise<Decided<Item>> {
  const found = await findUsers(
    tx,
    account,
    items.map(({ UserId }) => UserId),
  );
  const users = new Map(found.map((user) => [user.id, user]));
  const accepted: { user: UserRow; item: Item }[] = [];
  const userErrors: z.input<typeof UserError>[] = [];
  for (const item of items) {
    const user = users.get(item.UserId);
    const refusal: Refusal | undefined = user ? refuse(user, item) : { code: 'NotFound', message: userAbsent(account.id, item.UserId) };
    if (refusal) userErrors.push({ UserId: item.UserId, ErrorCode: refusal.code, ErrorMessage: refusal.message });
    else if (user) accepted.push({ user, item });
  }
  return { accepted, userErrors };
}

/** The items of a batch that is a plain list of users; who is named twice is dealt with once. */
export function eachOnce(userIds: readonly string[]): { UserId: string }[] {
  return [...new Set(userIds)].map((UserId) => ({ UserId }));
}
