import type { ReactNode } from 'react';
import { PageLink } from '../../ui/link.tsx';

/** Somebody of a meeting; users of the account lead to their page. */
export function Person({
  accountId,
  person,
}: {
  readonly accountId: string;
  readonly person: { readonly UserId?: string | undefined; readonly DisplayName?: string | undefined } | undefined;
}): ReactNode {
  const name = person?.DisplayName ?? person?.UserId;
  if (name === undefined) return '–';
  return person?.UserId === undefined ? name : <PageLink to={`/accounts/${accountId}/users/${person.UserId}`}>{name}</PageLink>;
}
