import { AcceptDelegate } from '../../src/operations/chime/AcceptDelegate.ts';
import { InviteDelegate } from '../../src/operations/chime/InviteDelegate.ts';
import { AttachUserPolicy } from '../../src/operations/iam/AttachUserPolicy.ts';
import { CreateAccessKey } from '../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import type { Tables } from '../../src/store/schema.ts';
import { globex, type Person, type World } from './world.ts';

export const dayMs = 24 * 60 * 60 * 1000;

/** Acme invites Globex to the account; answers the delegate's id. */
export async function invite({ ana }: World, accountId: string, email?: string): Promise<string> {
  const { Delegate } = await ana.call(InviteDelegate, { AccountId: accountId, DelegateAwsAccountId: globex, EmailAddress: email });
  return Delegate.DelegateId;
}

/** Acme invites Globex to the account, and Globex accepts; answers the delegate's id. */
export async function share(world: World, accountId: string): Promise<string> {
  const id = await invite(world, accountId);
  await world.gil.call(AcceptDelegate, { DelegateId: id });
  return id;
}

/** A user of an administrator's AWS account with one of Amazon's policies. */
export async function colleague(world: World, administrator: Person, UserName: string, policy: string): Promise<Person> {
  await administrator.call(CreateUser, { UserName });
  await administrator.call(AttachUserPolicy, { UserName, PolicyArn: `arn:aws:iam::aws:policy/${policy}` });
  const { AccessKey } = await administrator.call(CreateAccessKey, { UserName });
  return world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
}

/** The mail that waits for an address, the oldest first. */
export async function mailTo({ database }: World, recipient: string): Promise<Tables['outbox'][]> {
  return database.read('', (tx) =>
    tx.query(
      tx.sql
        .selectFrom('outbox')
        .selectAll()
        .where('recipient', '=', recipient)
        .where('status', '=', 'NotSent')
        .orderBy('created_at')
        .orderBy('id'),
    ),
  );
}
