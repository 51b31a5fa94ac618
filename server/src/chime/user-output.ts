import type { z } from 'zod';
import type { User } from '../shapes/user.ts';
import type { UserRow } from '../store/users.ts';

/** A user as the wire shows it; what is undefined is absent there. */
export function toUser(row: UserRow): z.input<typeof User> {
  return {
    UserId: row.id,
    AccountId: row.account_id,
    PrimaryEmail: row.primary_email,
    DisplayName: row.display_name ?? undefined,
    LicenseType: row.license_type,
    UserType: row.user_type,
    UserRegistrationStatus: row.registration_status,
    UserInvitationStatus: row.invitation_status ?? undefined,
    RegisteredOn: toTimestamp(row.registered_on),
    InvitedOn: toTimestamp(row.invited_on),
    PersonalPIN: row.pin,
  };
}

function toTimestamp(time: number | null): string | undefined {
  return time === null ? undefined : new Date(time).toISOString();
}
