import type { z } from 'zod';
import { AssumeRole } from '../../src/operations/sts/AssumeRole.ts';
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
