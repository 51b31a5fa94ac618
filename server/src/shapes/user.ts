import { z } from 'zod';
import { emailAddress, license, nonEmptyString, sensitive, timestamp, userId } from './common.ts';

export const userType = z.enum(['PrivateUser', 'SharedDevice']).meta({ id: 'UserType' });

export const registrationStatus = z.enum(['Unregistered', 'Registered', 'Suspended']).meta({ id: 'RegistrationStatus' });

export const inviteStatus = z.enum(['Pending', 'Accepted', 'Failed']).meta({ id: 'InviteStatus' });

const sensitiveString = z.string().meta({ id: 'SensitiveString', ...sensitive });

export const AlexaForBusinessMetadata = z
  .object({ IsAlexaForBusinessEnabled: z.boolean().optional(), AlexaForBusinessRoomArn: sensitiveString.optional() })
  .meta({ id: 'AlexaForBusinessMetadata' });

export const User = z
  .object({
    UserId: z.string(),
    AccountId: z.string().optional(),
    PrimaryEmail: emailAddress.optional(),
    PrimaryProvisionedNumber: sensitiveString.optional(),
    DisplayName: sensitiveString.optional(),
    LicenseType: license.optional(),
    UserType: userType.optional(),
    UserRegistrationStatus: registrationStatus.optional(),
    UserInvitationStatus: inviteStatus.optional(),
    // Ours: the published status has no word for what Amazon's console called Released.
    Released: z
      .boolean()
      .describe('The account has given up the domain of the address: the profile is closed, and the person may register anew elsewhere.')
      .optional(),
    RegisteredOn: timestamp.optional(),
    InvitedOn: timestamp.optional(),
    AlexaForBusinessMetadata: AlexaForBusinessMetadata.optional(),
    // Not marked in the published model; whoever reads an audit trail need not be able to enter meetings.
    PersonalPIN: z.string().meta(sensitive).optional(),
  })
  .meta({ id: 'User' });

export const userIdList = z.array(userId).max(50).meta({ id: 'UserIdList' });

const errorCode = z
  .enum([
    'BadRequest',
    'Conflict',
    'Forbidden',
    'NotFound',
    'PreconditionFailed',
    'ResourceLimitExceeded',
    'ServiceFailure',
    'AccessDenied',
    'ServiceUnavailable',
    'Throttled',
    'Throttling',
    'Unauthorized',
    'Unprocessable',
    'VoiceConnectorGroupAssociationsExist',
    'PhoneNumberAssociationsExist',
  ])
  .meta({ id: 'ErrorCode' });

/** One item of a batch that did not succeed; the others did. */
export const UserError = z
  .object({ UserId: nonEmptyString.optional(), ErrorCode: errorCode.optional(), ErrorMessage: z.string().optional() })
  .meta({ id: 'UserError' });

export const userErrorList = z.array(UserError).meta({ id: 'UserErrorList' });

export const Invite = z
  .object({
    InviteId: z.string().optional(),
    Status: inviteStatus.optional(),
    EmailAddress: emailAddress.optional(),
    EmailStatus: z.enum(['NotSent', 'Sent', 'Failed']).meta({ id: 'EmailStatus' }).optional(),
    // Ours: why this address was not invited. Published clients ignore members they do not know.
    ErrorCode: errorCode.optional(),
    ErrorMessage: z.string().optional(),
  })
  .meta({ id: 'Invite' });
