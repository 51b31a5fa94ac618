import { setCookie } from '../../signin/cookies.ts';
import { finishOpenId } from '../../signin/openid/finish.ts';
import { initiateOpenId } from '../../signin/openid/initiate.ts';
import { toNext, type Route } from './answer.ts';

/** What an authorization response may hold; anything else in the address is none of ours. */
const answerParameters = ['code', 'state', 'iss', 'error', 'error_description', 'session_state'];

/** Where identity providers send people, back and for the first time. */
export const openIdRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/auth/oidc/:accountId/callback',
    async answer({ site }, request) {
      const given = answerParameters.map((name) => [name, request.query(name)]).filter(([, value]) => value !== '');
      const { entry, next } = await finishOpenId(site, request.visit, request.param('accountId'), new URLSearchParams(given));
      return { kind: 'redirect', location: next, cookies: [...entry.cookies, setCookie(request.visit, 'oidc', '', 0)] };
    },
  },
  {
    method: 'GET',
    // Every provider may use it; Okta is the one whose administrators know it by name.
    path: '/auth/okta',
    async answer({ site }, request) {
      const initiation = {
        issuer: request.query('iss'),
        loginHint: request.query('login_hint'),
        next: toTarget(site.publicUrl(), request.query('target_link_uri')),
      };
      const step = await initiateOpenId(site, request.visit, initiation);
      return step
        ? { kind: 'redirect', location: step.location, cookies: step.cookies }
        : { kind: 'redirect', location: `/signin?next=${encodeURIComponent(initiation.next)}` };
    },
  },
];

/** A page of this site that the provider names; an address of anybody else's leads to the profile. */
function toTarget(publicUrl: string, target: string): string {
  const url = target !== '' && URL.canParse(target, publicUrl) ? new URL(target, publicUrl) : undefined;
  return url?.origin === new URL(publicUrl).origin ? toNext(`${url.pathname}${url.search}`) : '/me';
}
