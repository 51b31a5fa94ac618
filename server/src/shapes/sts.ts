import { z } from 'zod';
import { sensitive } from './common.ts';
import { accessKeyId, arn, date, Tag, tagKey } from './iam.ts';

// Wire shapes of the STS operations. Names, limits and patterns are those of the published model
// (`sts/2011-06-15/service-2.json`).

export const roleSessionName = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[\w+=,.@-]*$/)
  .meta({ id: 'roleSessionNameType' });

export const sessionPolicyDocument = z
  .string()
  .min(1)
  .max(2048)
  // oxlint-disable-next-line eslint/no-control-regex -- the published pattern, which refusals quote
  .regex(/^[\u0009\u000A\u000D\u0020-\u00FF]+$/)
  .meta({ id: 'sessionPolicyDocumentType' });

/** Managed policies used as session policies. */
export const policyDescriptors = z
  .array(z.object({ arn: arn.optional() }).meta({ id: 'PolicyDescriptorType' }))
  .max(10)
  .meta({ id: 'policyDescriptorListType' });

export const roleDurationSeconds = z.int().min(900).max(43_200).meta({ id: 'roleDurationSecondsType' });

export const externalId = z
  .string()
  .min(2)
  .max(1224)
  .regex(/^[\w+=,.@:/-]*$/)
  .meta({ id: 'externalIdType' });

export const sourceIdentity = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[\w+=,.@-]*$/)
  .meta({ id: 'sourceIdentityType' });

export const serialNumber = z
  .string()
  .min(9)
  .max(256)
  .regex(/^[\w+=/:,.@-]*$/)
  .meta({ id: 'serialNumberType' });

export const tokenCode = z
  .string()
  .length(6)
  .regex(/^\d*$/)
  .meta({ id: 'tokenCodeType', ...sensitive });

/** The token of an identity provider. */
export const clientToken = z
  .string()
  .min(4)
  .max(20_000)
  .meta({ id: 'clientTokenType', ...sensitive });

/** The host of an OAuth 2.0 provider that gives no OpenID Connect tokens. */
export const providerId = z.string().min(4).max(2048).meta({ id: 'urlType' });

export const sessionDurationSeconds = z.int().min(900).max(129_600).meta({ id: 'durationSecondsType' });

export const sessionTags = z.array(Tag).max(50).meta({ id: 'stsTagListType' });

export const tagKeys = z.array(tagKey).max(50).meta({ id: 'tagKeyListType' });

export const Credentials = z
  .object({
    AccessKeyId: accessKeyId,
    SecretAccessKey: z.string().meta({ id: 'accessKeySecretType', ...sensitive }),
    SessionToken: z.string().meta({ id: 'tokenType', ...sensitive }),
    Expiration: date,
  })
  .meta({ id: 'Credentials' });

export const AssumedRoleUser = z.object({ AssumedRoleId: z.string(), Arn: arn }).meta({ id: 'AssumedRoleUser' });
