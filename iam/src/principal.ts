import type { PrincipalElement, PrincipalEntry } from './document.ts';

/** Who asks to assume a role, as a trust policy may name them. */
export interface RequestPrincipal {
  /** The ARNs of the caller itself: of the user; or of the role and of its session. */
  readonly arns: readonly string[];
  /** The caller's account, 12 digits; undefined for a service or a federated identity. */
  readonly account?: string | undefined;
  /** A service principal, such as `meetings.chime.amazonaws.com`. */
  readonly service?: string | undefined;
  /** The ARN or host name of the identity provider that vouches for the caller. */
  readonly federated?: string | undefined;
}

/** How a Principal element covers a caller: not at all, through its whole account, or by name. */
export type PrincipalGrant = 'none' | 'account' | 'itself';

/** How a Principal or NotPrincipal element covers a caller. Source: IAM User Guide, "AWS JSON policy elements: Principal". */
export function principalGrant({ isNegated, entries }: PrincipalElement, principal: RequestPrincipal | undefined): PrincipalGrant {
  if (principal === undefined) return 'none';
  let grant: PrincipalGrant = 'none';
  for (const entry of entries) {
    const found = entryGrant(entry, principal);
    if (found === 'itself') grant = found;
    else if (found === 'account' && grant === 'none') grant = found;
  }
  if (!isNegated) return grant;
  return grant === 'none' ? 'account' : 'none';
}

function entryGrant({ type, value }: PrincipalEntry, principal: RequestPrincipal): PrincipalGrant {
  switch (type) {
    case 'AWS':
      // Assumed: "everyone" is not anyone by name, so the caller's own policies are still asked.
      if (value === '*') return principal.account === undefined ? 'none' : 'account';
      if (principal.arns.includes(value)) return 'itself';
      return principal.account !== undefined && isAccount(value, principal.account) ? 'account' : 'none';
    case 'Service':
      return value === principal.service ? 'itself' : 'none';
    case 'Federated':
      return value === principal.federated ? 'itself' : 'none';
    case 'CanonicalUser':
      return 'none';
  }
}

/** An account is named by its number or by the ARN of its root. */
function isAccount(value: string, account: string): boolean {
  return value === account || /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1] === account;
}
