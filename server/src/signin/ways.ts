import { directoryWay } from '../directory/sign-in-way.ts';
import { openIdWay } from './openid/way.ts';
import { ownLogin } from './own-login.ts';
import type { SignInWay } from './way.ts';

/** Every way to sign in; the first that serves the account of the address's domain is taken. */
export const signInWays: readonly SignInWay[] = [ownLogin, openIdWay, directoryWay];
