import { UnprocessableEntityException } from '../errors.ts';
import type { Member } from '../store/conversations.ts';
import type { SignedIn } from '../store/sessions.ts';

/** The person as a member of conversations. Throws UnprocessableEntityException for a free user, whose data no account keeps. */
export function memberOf({ user }: SignedIn): Member {
  if (user.account_id === '') {
    throw new UnprocessableEntityException('Messages and files go between the users of one account, and you belong to none.');
  }
  return { accountId: user.account_id, userId: user.id };
}
