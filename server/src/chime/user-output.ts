import type { z } from 'zod';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { User } from '../shapes/user.ts';
import type { ShownUser } from '../store/users.ts';

/** A user as the wire shows it; what is undefined is absent there. */
export function toUser(row: ShownUser): z.input<typeof User> {
  return {
    UserId: row.id,
    AccountId: row.account_id,
    PrimaryEmail: row.primary_email,
    DisplayName: row.display_name ?? undefined,
    LicenseType: row.license_type,
    UserType: row.user_type,
    UserRegistrationStatus: row.registration_status === 'Released' ? 'Unregistered' : row.registration_status,
    Released: row.registration_status === 'Released' ? true : undefined,
    UserInvitationStatus: row.invitation_status ?? undefined,
    RegisteredOn: row.registered_on === null ? undefined : toTimestamp(row.registered_on),
    InvitedOn: row.invited_on === null ? undefined : toTimestamp(row.invited_on),
    PersonalPIN: row.pin,
  };
}
