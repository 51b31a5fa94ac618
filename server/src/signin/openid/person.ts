import { authorizationCodeGrant, fetchUserInfo } from 'openid-client';
import { z } from 'zod';
import type { Outgoing } from '../../net/outgoing.ts';
import type { OpenIdAttempt } from './attempt.ts';
import { OpenIdError } from './openid-error.ts';
import { discoverProvider, reportFailure, type Client } from './provider.ts';

/** Who somebody is, as the identity provider says. */
export interface OpenIdPerson {
  readonly issuer: string;
  /** The provider's own name for the person, which it gives to nobody else. */
  readonly subject: string;
  /** Folded; undefined = it does not say. */
  readonly email: string | undefined;
  /** Whether the provider vouches for the address being the person's. */
  readonly isVerified: boolean;
  readonly name: string | undefined;
}

/**
 * Takes the browser's answer from the provider back to it and learns who signs in. Everything that the provider signs is
 * checked. Throws OpenIdError.
 * @param callbackUrl the address that the browser came back to, with all that the provider added
 */
export async function identify(outgoing: Outgoing, client: Client, attempt: OpenIdAttempt, callbackUrl: URL): Promise<OpenIdPerson> {
  const provider = await discoverProvider(outgoing, client);
  const tokens = await reportFailure('Your identity provider did not let you in, or said something that cannot be believed', () =>
    authorizationCodeGrant(provider, callbackUrl, {
      pkceCodeVerifier: attempt.verifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    }),
  );
  const claims = tokens.claims();
  if (!claims) throw new OpenIdError('Your identity provider did not say who you are.');
  const { sub } = claims;
  // By OpenID Connect Core 1.0, section 2; an empty one would make everybody the same person.
  if (sub === '' || sub.length > 255)
    throw new OpenIdError('Your identity provider did not say who you are: the claim "sub" is empty or too long.');
  const isComplete = claims['email'] !== undefined || provider.serverMetadata().userinfo_endpoint === undefined;
  // Of an authorization code, many providers tell the address only when asked once more.
  const told = isComplete
    ? claims
    : await reportFailure('Your identity provider did not say more about you', () => fetchUserInfo(provider, tokens.access_token, sub));
  const { data } = Profile.safeParse(told);
  if (!data) throw new OpenIdError('What your identity provider says about you is not readable: name and email must be texts.');
  return {
    issuer: client.issuer,
    subject: sub,
    email: data.email?.toLowerCase(),
    isVerified: isTrue(data.email_verified) || (isTrue(data.xms_edov) && isEntra(client.issuer)),
    name: data.name?.trim() || undefined,
  };
}

/** Longer texts are nobody's name or address. */
const Profile = z.looseObject({
  email: z.string().max(320).optional(),
  name: z.string().max(200).optional(),
  email_verified: z.unknown().optional(),
  xms_edov: z.unknown().optional(),
});

/** As a claim should be, and as some providers write it. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true' || claim === 1 || claim === '1';
}

/**
 * Microsoft Entra has no `email_verified`; its optional claim `xms_edov` says that the owner of the address's domain has been
 * verified. From anybody else it means nothing.
 */
function isEntra(issuer: string): boolean {
  return /^https:\/\/login\.(?:microsoftonline\.com|microsoftonline\.us|partner\.microsoftonline\.cn)\//.test(issuer);
}
