import { z } from 'zod';
import { sensitive, timestamp } from './common.ts';

export const openIdIssuer = z
  .string()
  .max(2048)
  .regex(/^https:\/\/\S+$/)
  .meta({ id: 'OpenIdIssuer' });

export const openIdClientId = z
  .string()
  .min(1)
  .max(255)
  .regex(/.*\S.*/)
  .meta({ id: 'OpenIdClientId' });

/** Write-only: sealed at rest and never answered. */
export const openIdClientSecret = z
  .string()
  .min(1)
  .max(1024)
  .meta({ id: 'OpenIdClientSecret', ...sensitive });

const openIdScope = z
  .string()
  .max(128)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
  .meta({ id: 'OpenIdScope' });

export const openIdScopeList = z.array(openIdScope).max(20).meta({ id: 'OpenIdScopeList' });

/** How the users of an account sign in with their own identity provider. */
export const OpenIdConfig = z
  .object({
    Issuer: openIdIssuer,
    ClientId: openIdClientId,
    ClientSecretSet: z.boolean(),
    Scopes: openIdScopeList,
    RedirectUri: z.string().describe('To be registered with the identity provider.'),
    UpdatedTimestamp: timestamp,
  })
  .meta({ id: 'OpenIdConfig' });
