import { BadRequestException } from '../errors.ts';
import { hashPassword, isPassword } from '../iam/passwords.ts';
import type { UserLogin } from '../store/user-logins.ts';
import type { Site } from './way.ts';

/** Length beats variety. Source: NIST SP 800-63B, section 3.1.1. */
const lengthMin = 12;
/** Longer ones cost time and say nothing more. */
const lengthMax = 256;
/** Different characters that a password must have. */
const varietyMin = 5;

/** What the page says before anybody has chosen one. */
export const passwordHint = `At least ${lengthMin} characters. A few words that only you would put together are a good password.`;

/** Throws BadRequestException saying what is wrong with a new password. @param email whose it is to be */
export function checkNewPassword(password: string, email: string): void {
  const plain = password.normalize('NFC');
  if (plain.length < lengthMin)
    throw new BadRequestException(`The password has ${plain.length} characters. Choose one of at least ${lengthMin}.`);
  if (plain.length > lengthMax) throw new BadRequestException(`The password is longer than ${lengthMax} characters. Choose a shorter one.`);
  if (new Set(plain).size < varietyMin) throw new BadRequestException('The password repeats itself. Choose one that is harder to guess.');
  const [local = ''] = email.split('@');
  if (local.length >= varietyMin && plain.toLowerCase().includes(local))
    throw new BadRequestException('The password contains your mail address. Choose one that is harder to guess.');
}

/** The hash to store. Throws ServiceUnavailableException when too many are hashing. */
export async function hashNewPassword({ hashing, random }: Site, password: string): Promise<string> {
  return hashing.pass(() => hashPassword(password, random));
}

/** Nobody's password: whoever has none is compared with it, which takes as long as with a real one. */
const nobodysHash = 'scrypt$65536$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Whether it is the login's password; takes the same time without a login. Throws ServiceUnavailableException. */
export async function verifyPassword(
  { hashing }: Site,
  password: string,
  login: Pick<UserLogin, 'password_hash'> | undefined,
): Promise<boolean> {
  if (password.length > lengthMax) return false;
  const isRight = await hashing.pass(() => isPassword(password, login?.password_hash ?? nobodysHash));
  return login !== undefined && isRight;
}
