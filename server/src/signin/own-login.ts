import { UnprocessableEntityException } from '../errors.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { findLogin, lockLogin } from '../store/user-logins.ts';
import { verifyPassword } from './passwords.ts';
import { enter } from './person.ts';
import type { SignInWay } from './way.ts';

/** How long a device stays signed in. */
export const ownSessionMs = 14 * dayMs;

/** Carillon's own login, which stands in for Login with Amazon: an address and a password. */
export const ownLogin: SignInWay = {
  method: 'carillon',
  serves: (account) => account === undefined || account.type === 'Team' || account.type === 'EnterpriseLWA',
  begin: async () => ({ kind: 'password', label: 'Password' }),
  async finish(site, { email, visit }, password) {
    const login = await site.database.read('', (tx) => findLogin(tx, email));
    if (!(await verifyPassword(site, password, login))) {
      // The same for a wrong password and for an address that nobody has registered.
      return {
        kind: 'refused',
        message: 'The address and the password do not belong together. Try again.',
        reason: 'Wrong password or no login.',
      };
    }
    return {
      kind: 'proven',
      lifetimeMs: ownSessionMs,
      async resolve(tx) {
        const current = await lockLogin(tx, email);
        if (current?.password_hash !== login?.password_hash)
          throw new UnprocessableEntityException('The password was changed while you signed in. Sign in with the new one.');
        return enter(tx, site, email, visit.now);
      },
    };
  },
};
