import { z } from 'zod';
import type { OpenIdConfig } from '../shapes/open-id.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { OpenIdConfigRow } from '../store/openid-configs.ts';

/** A configuration as the wire shows it: of the secret, only that there is one. @param publicUrl where browsers come back to */
export function toOpenIdConfig(row: OpenIdConfigRow, publicUrl: string): z.input<typeof OpenIdConfig> {
  return {
    Issuer: row.issuer,
    ClientId: row.client_id,
    ClientSecretSet: true,
    Scopes: scopesOf(row),
    RedirectUri: `${publicUrl}${callbackPath(row.account_id)}`,
    UpdatedTimestamp: toTimestamp(row.updated_at),
  };
}

/** Where the identity provider sends the account's users back to. */
export function callbackPath(accountId: string): string {
  return `/auth/oidc/${accountId}/callback`;
}

/** What is asked for besides `openid`. */
export function scopesOf(row: OpenIdConfigRow): string[] {
  return z.array(z.string()).parse(JSON.parse(row.scopes));
}
