import { callbackPath } from '../../chime/openid-output.ts';
import { BadRequestException, UnprocessableEntityException, WireError } from '../../errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { findOpenIdConfig, type OpenIdConfigRow } from '../../store/openid-configs.ts';
import { findAccountOfAnyTenant } from '../../store/persons.ts';
import { auditAccount } from '../audit.ts';
import { findCookie } from '../cookies.ts';
import { completeSignIn, type Entry } from '../sign-in.ts';
import { acquitSource } from '../throttle.ts';
import type { Site, Visit } from '../way.ts';
import { admitPerson } from './admit.ts';
import { openAttempt, type OpenIdAttempt } from './attempt.ts';
import { OpenIdError } from './openid-error.ts';
import type { OpenIdPerson } from './person.ts';
import { toClient } from './way.ts';

/** Identity providers do not tell when they suspend somebody: nobody stays signed in longer than a working day. */
const sessionMs = 12 * 60 * 60_000;

/**
 * Ends a sign-in that the browser brings back from the identity provider. Throws BadRequestException or
 * UnprocessableEntityException with what the person is told; nothing has changed then but the audit trail.
 * @param answer what the provider has added to the address
 */
export async function finishOpenId(
  site: Site,
  visit: Visit,
  accountId: string,
  answer: URLSearchParams,
): Promise<{ entry: Entry; next: string }> {
  const attempt = openAttempt(site.database.vault, findCookie(visit, 'oidc'), visit.now);
  if (!attempt || attempt.accountId !== accountId || attempt.state !== answer.get('state')) {
    throw new BadRequestException('This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.');
  }
  const { account, config } = await findConfigured(site, attempt);
  let person: OpenIdPerson | undefined;
  try {
    person = await learn(site, config, attempt, answer);
    const known = person;
    const entry = await completeSignIn(site, visit, {
      method: 'oidc',
      lifetimeMs: sessionMs,
      async resolve(tx) {
        await acquitSource(tx, visit);
        return admitPerson(tx, site, { accountId, revision: attempt.revision, person: known, now: visit.now });
      },
    });
    return { entry, next: attempt.next };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    await recordRefusal(site, visit, account, person?.email ?? attempt.email, error.message);
    throw error;
  }
}

async function findConfigured(
  site: Site,
  { accountId, revision }: OpenIdAttempt,
): Promise<{ account: AccountRow; config: OpenIdConfigRow }> {
  const [account, config] = await site.database.read('', (tx) =>
    Promise.all([findAccountOfAnyTenant(tx, accountId), findOpenIdConfig(tx, accountId)]),
  );
  if (account?.type === 'EnterpriseOIDC' && account.deleted_at === null && config?.revision === revision) return { account, config };
  throw new UnprocessableEntityException('The sign-in of your organisation was changed while you were signing in. Begin again.');
}

async function learn(site: Site, config: OpenIdConfigRow, attempt: OpenIdAttempt, answer: URLSearchParams): Promise<OpenIdPerson> {
  const callbackUrl = new URL(`${site.publicUrl()}${callbackPath(attempt.accountId)}?${answer.toString()}`);
  const { identify } = await import('./person.ts');
  try {
    return await identify(site.outgoing, toClient(site.database.vault, config), attempt, callbackUrl);
  } catch (error) {
    if (!(error instanceof OpenIdError)) throw error;
    throw new UnprocessableEntityException(`${error.message} Begin again, or tell your administrator.`);
  }
}

async function recordRefusal(site: Site, visit: Visit, account: AccountRow, email: string, refusal: string): Promise<void> {
  await site.database.write('', (tx) =>
    auditAccount(tx, visit, account, { email }, { name: 'UserAuthentication', method: 'oidc', refusal }),
  );
}
