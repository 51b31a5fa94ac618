import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PasswordPolicyViolation } from '../errors.ts';

/** What the passwords of an AWS account's users must be like. */
export const PasswordRules = z.object({
  MinimumPasswordLength: z.int().min(6).max(128),
  RequireSymbols: z.boolean(),
  RequireNumbers: z.boolean(),
  RequireUppercaseCharacters: z.boolean(),
  RequireLowercaseCharacters: z.boolean(),
  AllowUsersToChangePassword: z.boolean(),
  MaxPasswordAge: z.int().min(1).max(1095).optional(),
  PasswordReusePrevention: z.int().min(1).max(24).optional(),
  HardExpiry: z.boolean(),
});

export type PasswordRules = z.output<typeof PasswordRules>;

const kinds = [
  ['RequireUppercaseCharacters', /[A-Z]/, 'one uppercase letter'],
  ['RequireLowercaseCharacters', /[a-z]/, 'one lowercase letter'],
  ['RequireNumbers', /[0-9]/, 'one number'],
  ['RequireSymbols', /[!@#$%^&*()_+\-=[\]{}|']/, 'one symbol'],
] as const;
/**
 * Without a policy of its own, an account wants eight characters and three of the four kinds.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
const kindsMin = 3;
const lengthMin = 8;

/** Throws PasswordPolicyViolation naming what the password lacks. @param rules undefined = the account has no policy of its own */
function checkPassword(password: string, userName: string, rules: PasswordRules | undefined): void {
  const length = rules?.MinimumPasswordLength ?? lengthMin;
  if (password.length < length) throw new PasswordPolicyViolation(`Password should have a minimum length of ${length}`);
  const lacking = kinds.filter(([, pattern]) => !pattern.test(password));
  const missing = rules ? lacking.find(([name]) => rules[name]) : undefined;
  if (missing) throw new PasswordPolicyViolation(`Password should have at least ${missing[2]}`);
  if (!rules && kinds.length - lacking.length < kindsMin)
    throw new PasswordPolicyViolation('Password should have at least three of: uppercase letters, lowercase letters, numbers, symbols');
  if (password.toLowerCase() === userName.toLowerCase()) throw new PasswordPolicyViolation('Password should not be the name of the user');
}

const derive = promisify<string | Buffer, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** What a guess costs: 64 MB and some tens of milliseconds. Source: OWASP Password Storage Cheat Sheet. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;
const hashBytes = 32;
const saltBytes = 16;

/** What a new password of a user is measured by. */
export interface PasswordState {
  readonly userName: string;
  /** Undefined = the account has no rules of its own. */
  readonly rules: PasswordRules | undefined;
  /** The user's passwords so far, the newest first; none = the user has no password. */
  readonly hashes: readonly string[];
}

/** A password that may be stored. */
export interface PreparedPassword {
  readonly hash: string;
  /** The hash of the password whose place it takes; undefined = it is the first. */
  readonly replaces: string | undefined;
}

/**
 * Checks and hashes a new password, which takes long: not for transactions. Throws PasswordPolicyViolation if it is not as the
 * rules want it, or was used too lately.
 */
export async function preparePassword(
  password: string,
  { userName, rules, hashes }: PasswordState,
  random: (bytes: number) => Uint8Array,
): Promise<PreparedPassword> {
  checkPassword(password, userName, rules);
  for (const hash of hashes.slice(0, rules?.PasswordReusePrevention ?? 0)) {
    if (await isPassword(password, hash))
      throw new PasswordPolicyViolation('Password was used before. Choose one that was not used lately.');
  }
  return { hash: await hashPassword(password, random), replaces: hashes[0] };
}

/** A password as it is stored: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string, random: (bytes: number) => Uint8Array): Promise<string> {
  const salt = Buffer.from(random(saltBytes));
  const hash = await derive(password.normalize('NFC'), salt, hashBytes, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether a stored hash is this password's. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N = '', r = '', p = '', salt = '', hash = ''] = stored.split('$');
  const expected = Buffer.from(hash, 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: cost.maxmem };
  const actual = await derive(password.normalize('NFC'), Buffer.from(salt, 'base64url'), expected.length, options);
  return timingSafeEqual(actual, expected);
}
