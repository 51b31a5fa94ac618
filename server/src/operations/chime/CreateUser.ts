import { z } from 'zod';
import { addUser, inviteUser } from '../../chime/invite-user.ts';
import { toUser } from '../../chime/user-output.ts';
import { domainOfAddress } from '../../domains/name.ts';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { isMailAddress } from '../../mail/address.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken, emailAddress } from '../../shapes/common.ts';
import { User, userType } from '../../shapes/user.ts';
import { lockAccount, type AccountRow } from '../../store/accounts.ts';
import type { Tx } from '../../store/database.ts';
import { findVerifiedDomain } from '../../store/domains.ts';
import { deleteProfiles } from '../../store/profiles.ts';
import { findUserByEmail } from '../../store/users.ts';

export const CreateUser = operation({
  name: 'CreateUser',
  summary: 'Creates a user under the specified Amazon Chime account',
  needs: { actions: ['InviteUsers'] },
  mutates: true,
  http: { method: 'POST', path: '/accounts/{AccountId}/users', operation: 'create', status: 201 },
  input: z.object({
    AccountId: accountId,
    Username: z.string().optional(),
    Email: emailAddress.optional(),
    UserType: userType.optional(),
    ClientRequestToken: clientRequestToken.optional(),
  }),
  output: z.object({ User: User.optional() }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    Username: 'Front desk',
    Email: 'front.desk@acme.example',
    UserType: 'SharedDevice',
  },
  async handler(ctx, { AccountId, Username, Email, UserType = 'PrivateUser' }) {
    const { tx } = ctx;
    const account = await lockAccount(tx, AccountId);
    const address = requireAddress(Email);
    const isDevice = UserType === 'SharedDevice';
    await requireDomain(tx, account, address, isDevice);
    const found = await findUserByEmail(tx, account, address);
    if (found && found.registration_status !== 'Released') {
      throw new ConflictException(`Account ${account.name} has a user with the address ${address} already, or has invited one.`);
    }
    const name = Username?.trim() || undefined;
    if (!isDevice) return { User: toUser((await inviteUser(ctx, account, address, { found, type: UserType, name })).user) };
    // A device in a room accepts no invitation: whoever sets it up is the one who calls.
    if (found) await deleteProfiles(tx, [found.id]);
    return { User: toUser(await addUser(ctx, account, { address, type: UserType, name, isInvited: false })) };
  },
});

/** Throws BadRequestException unless there is one plain address. Answers it folded. */
function requireAddress(email: string | undefined): string {
  if (email === undefined) throw new BadRequestException('A user needs an address: give Email, also for a shared device.');
  if (!isMailAddress(email)) throw new BadRequestException(`${email} is no plain mail address such as ana@example.com.`);
  return email.toLowerCase();
}

/** Throws BadRequestException or ConflictException if a user of this address cannot be created in the account. */
async function requireDomain(tx: Tx, account: AccountRow, address: string, isDevice: boolean): Promise<void> {
  if (account.type !== 'Team' && !isDevice) {
    throw new BadRequestException(
      `Account ${account.name} is an Enterprise account: users join it by signing in with an address of a domain it has claimed. Only shared devices are created in it.`,
    );
  }
  const owner = (await findVerifiedDomain(tx, domainOfAddress(address) ?? ''))?.account_id;
  if (owner !== undefined && owner !== account.id) {
    throw new ConflictException(
      `${address} is of a domain that another account has claimed: whoever registers with it joins that account.`,
    );
  }
  if (account.type !== 'Team' && owner === undefined) {
    throw new BadRequestException(
      `${address} is of no domain that account ${account.name} has verified. Choose an address of one of them.`,
    );
  }
}
