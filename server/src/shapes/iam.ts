import { z } from 'zod';
import { sensitive } from './common.ts';

// Wire shapes of the IAM operations. Names, limits and patterns are those of the published model
// (`iam/2010-05-08/service-2.json`); ids say `Iam` where Chime has a shape of the same name.

export const path = z
  .string()
  .min(1)
  .max(512)
  .regex(/^(?:\/|\/[\u0021-\u007F]+\/)$/)
  .meta({ id: 'pathType' });

export const pathPrefix = z
  .string()
  .min(1)
  .max(512)
  .regex(/^\/[\u0021-\u007F]*$/)
  .meta({ id: 'pathPrefixType' });

export const policyPath = z
  .string()
  .min(1)
  .max(512)
  .regex(/^(?:\/[A-Za-z0-9.,+@=_-]+)*\/$/)
  .meta({ id: 'policyPathType' });

const namePattern = /^[\w+=,.@-]+$/;

/** The name of a user that is made or renamed. */
export const userName = z.string().min(1).max(64).regex(namePattern).meta({ id: 'userNameType' });

/** The name of a user that should exist. */
export const existingUserName = z.string().min(1).max(128).regex(namePattern).meta({ id: 'existingUserNameType' });

export const groupName = z.string().min(1).max(128).regex(namePattern).meta({ id: 'groupNameType' });

export const roleName = z.string().min(1).max(64).regex(namePattern).meta({ id: 'roleNameType' });

export const roleDescription = z
  .string()
  .max(1000)
  .regex(/^[\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]*$/u)
  .meta({ id: 'roleDescriptionType' });

export const roleMaxSessionDuration = z.int().min(3600).max(43_200).meta({ id: 'roleMaxSessionDurationType' });

export const policyName = z.string().min(1).max(128).regex(namePattern).meta({ id: 'policyNameType' });

export const arn = z.string().min(20).max(2048).meta({ id: 'arnType' });

export const entityId = z.string().min(16).max(128).regex(/^\w+$/).meta({ id: 'idType' });

export const policyDocument = z
  .string()
  .min(1)
  .max(131_072)
  // oxlint-disable-next-line eslint/no-control-regex -- the published pattern, which refusals quote
  .regex(/^[\u0009\u000A\u000D\u0020-\u00FF]+$/)
  .meta({ id: 'policyDocumentType' });

export const policyDescription = z.string().max(1000).meta({ id: 'policyDescriptionType' });

export const policyVersionId = z
  .string()
  .regex(/^v[1-9][0-9]*(?:\.[A-Za-z0-9-]*)?$/)
  .meta({ id: 'policyVersionIdType' });

/** What a managed policy is used as. */
export const policyUsage = z.enum(['PermissionsPolicy', 'PermissionsBoundary']).meta({ id: 'PolicyUsageType' });

export const marker = z
  .string()
  .min(1)
  .max(320)
  .regex(/^[\u0020-\u00FF]+$/)
  .meta({ id: 'markerType' });

export const maxItems = z.int().min(1).max(1000).meta({ id: 'maxItemsType' });

/** Input members of every list. */
export const paging = { Marker: marker.optional(), MaxItems: maxItems.optional() } as const;

/** Output members of every list. */
export const pagePosition = {
  IsTruncated: z.boolean().optional(),
  Marker: z.string().meta({ id: 'responseMarkerType' }).optional(),
} as const;

/** ISO 8601 in whole seconds, UTC. */
export const date = z.iso.datetime({ precision: 0 }).meta({ id: 'dateType' });

export const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u)
  .meta({ id: 'tagKeyType' });

export const Tag = z
  .object({
    Key: tagKey,
    Value: z
      .string()
      .max(256)
      .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
      .meta({ id: 'tagValueType' }),
  })
  .meta({ id: 'Tag' });

export const tagList = z.array(Tag).max(50).meta({ id: 'tagListType' });

const AttachedPermissionsBoundary = z
  .object({ PermissionsBoundaryType: z.enum(['PermissionsBoundaryPolicy']).optional(), PermissionsBoundaryArn: arn.optional() })
  .meta({ id: 'AttachedPermissionsBoundary' });

export const User = z
  .object({
    // Absent for the account's root, whom GetUser describes like a user without a name.
    Path: path.optional(),
    UserName: userName.optional(),
    UserId: z.string(),
    Arn: arn,
    CreateDate: date,
    PasswordLastUsed: date.optional(),
    PermissionsBoundary: AttachedPermissionsBoundary.optional(),
    Tags: tagList.optional(),
  })
  .meta({ id: 'IamUser' });

export const Role = z
  .object({
    Path: path,
    RoleName: roleName,
    RoleId: entityId,
    Arn: arn,
    CreateDate: date,
    // Percent-encoded as of RFC 3986, which is why this is longer than the document.
    AssumeRolePolicyDocument: z.string().optional(),
    Description: roleDescription.optional(),
    MaxSessionDuration: roleMaxSessionDuration.optional(),
    PermissionsBoundary: AttachedPermissionsBoundary.optional(),
    Tags: tagList.optional(),
    RoleLastUsed: z.object({ LastUsedDate: date.optional(), Region: z.string().optional() }).meta({ id: 'RoleLastUsed' }).optional(),
  })
  .meta({ id: 'Role' });

export const Group = z.object({ Path: path, GroupName: groupName, GroupId: entityId, Arn: arn, CreateDate: date }).meta({ id: 'IamGroup' });

const attachmentCount = z.int().meta({ id: 'attachmentCountType' });

export const Policy = z
  .object({
    PolicyName: policyName.optional(),
    PolicyId: entityId.optional(),
    Arn: arn.optional(),
    Path: policyPath.optional(),
    DefaultVersionId: policyVersionId.optional(),
    AttachmentCount: attachmentCount.optional(),
    PermissionsBoundaryUsageCount: attachmentCount.optional(),
    IsAttachable: z.boolean().optional(),
    Description: policyDescription.optional(),
    CreateDate: date.optional(),
    UpdateDate: date.optional(),
    Tags: tagList.optional(),
  })
  .meta({ id: 'IamPolicy' });

export const PolicyVersion = z
  .object({
    // Percent-encoded as of RFC 3986, which is why this is longer than the document.
    Document: z.string().optional(),
    VersionId: policyVersionId.optional(),
    IsDefaultVersion: z.boolean().optional(),
    CreateDate: date.optional(),
  })
  .meta({ id: 'PolicyVersion' });

export const AttachedPolicy = z.object({ PolicyName: policyName.optional(), PolicyArn: arn.optional() }).meta({ id: 'AttachedPolicy' });

export const accessKeyId = z.string().min(16).max(128).regex(/^\w+$/).meta({ id: 'accessKeyIdType' });

export const accessKeyStatus = z.enum(['Active', 'Inactive']).meta({ id: 'statusType' });

export const AccessKey = z
  .object({
    // Absent for a key of the account's root, who has no name.
    UserName: userName.optional(),
    AccessKeyId: accessKeyId,
    Status: accessKeyStatus,
    SecretAccessKey: z.string().meta({ id: 'accessKeySecretType', ...sensitive }),
    CreateDate: date.optional(),
  })
  .meta({ id: 'AccessKey' });

export const AccessKeyMetadata = AccessKey.omit({ SecretAccessKey: true }).partial().meta({ id: 'AccessKeyMetadata' });

export const AccessKeyLastUsed = z
  .object({ LastUsedDate: date.optional(), ServiceName: z.string(), Region: z.string() })
  .meta({ id: 'AccessKeyLastUsed' });

export const openIdProviderUrl = z.string().min(1).max(255).meta({ id: 'OpenIDConnectProviderUrlType' });

export const clientId = z.string().min(1).max(255).meta({ id: 'clientIDType' });

export const clientIdList = z.array(clientId).meta({ id: 'clientIDListType' });

/** SHA-1 of a certificate, in hexadecimal. */
export const thumbprintList = z.array(z.string().length(40).meta({ id: 'thumbprintType' })).meta({ id: 'thumbprintListType' });

export const virtualMFADeviceName = z.string().min(1).max(226).regex(namePattern).meta({ id: 'virtualMFADeviceName' });

export const authenticationCode = z
  .string()
  .length(6)
  .regex(/^\d+$/)
  .meta({ id: 'authenticationCodeType', ...sensitive });

export const assignmentStatus = z.enum(['Assigned', 'Unassigned', 'Any']).meta({ id: 'assignmentStatusType' });

/** Base64 of what is needed to set a device up. */
const bootstrapDatum = z.string().meta({ id: 'BootstrapDatum', ...sensitive });

export const VirtualMFADevice = z
  .object({
    SerialNumber: z.string(),
    Base32StringSeed: bootstrapDatum.optional(),
    QRCodePNG: bootstrapDatum.optional(),
    User: User.optional(),
    EnableDate: date.optional(),
    Tags: tagList.optional(),
  })
  .meta({ id: 'VirtualMFADevice' });

export const MFADevice = z.object({ UserName: userName, SerialNumber: z.string(), EnableDate: date }).meta({ id: 'MFADevice' });

export const password = z
  .string()
  .min(1)
  .max(128)
  // oxlint-disable-next-line eslint/no-control-regex -- the published pattern, which refusals quote
  .regex(/^[\u0009\u000A\u000D\u0020-\u00FF]+$/)
  .meta({ id: 'passwordType', ...sensitive });

export const LoginProfile = z
  .object({ UserName: userName, CreateDate: date, PasswordResetRequired: z.boolean().optional() })
  .meta({ id: 'LoginProfile' });

const maxPasswordAge = z.int().min(1).max(1095).meta({ id: 'maxPasswordAgeType' });
const passwordReusePrevention = z.int().min(1).max(24).meta({ id: 'passwordReusePreventionType' });
const minimumPasswordLength = z.int().min(6).max(128).meta({ id: 'minimumPasswordLengthType' });

/** What is left out gets its default: an update replaces the whole policy. */
export const passwordPolicyInput = z.object({
  MinimumPasswordLength: minimumPasswordLength.default(6),
  RequireSymbols: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireUppercaseCharacters: z.boolean().default(false),
  RequireLowercaseCharacters: z.boolean().default(false),
  AllowUsersToChangePassword: z.boolean().default(false),
  MaxPasswordAge: maxPasswordAge.optional(),
  PasswordReusePrevention: passwordReusePrevention.optional(),
  HardExpiry: z.boolean().default(false),
});

export const PasswordPolicy = passwordPolicyInput.extend({ ExpirePasswords: z.boolean().optional() }).meta({ id: 'PasswordPolicy' });

/** Besides the published pattern: twelve digits would be mistaken for an account. Source: IAM User Guide, "IAM name requirements". */
export const accountAlias = z
  .string()
  .min(3)
  .max(63)
  .regex(/^(?!\d{12}$)[a-z0-9](([a-z0-9]|-(?!-))*[a-z0-9])?$/)
  .meta({ id: 'accountAliasType' });
