import type { z } from 'zod';
import { GetSessionToken } from '../../src/operations/sts/GetSessionToken.ts';
import { AssumeRole } from '../../src/operations/sts/AssumeRole.ts';
import type { Authenticator } from './mfa.ts';
import { present } from './members.ts';
import { acme, type Person, type World } from './world.ts';

/** The ARN of a role of Acme with the path `/`. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${acme}:role/${name}`;
}

/** Assumes a role of Acme and answers the session, ready to call. */
export async function assume(
  world: World,
  person: Person,
  roleName: string,
  more: Partial<z.input<typeof AssumeRole.input>> = {},
): Promise<Person> {
  const { Credentials } = await person.call(AssumeRole, { RoleArn: roleArn(roleName), RoleSessionName: 'session', ...more });
  const { AccessKeyId, SecretAccessKey, SessionToken } = present(Credentials);
  return world.withKey(AccessKeyId, SecretAccessKey, SessionToken);
}

/** A session of the user, ready to call. */
export async function newSession(world: World, person: Person, input: z.input<typeof GetSessionToken.input> = {}): Promise<Person> {
  const { Credentials } = await person.call(GetSessionToken, input);
  const { AccessKeyId, SecretAccessKey, SessionToken } = present(Credentials);
  return world.withKey(AccessKeyId, SecretAccessKey, SessionToken);
}

/** A session of the user, proven with the second factor. */
export async function proveSession(world: World, person: Person, device: Authenticator): Promise<Person> {
  return newSession(world, person, { SerialNumber: device.serialNumber, TokenCode: device.code() });
}
