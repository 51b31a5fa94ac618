import { z } from 'zod';
import { arn, date } from './iam.ts';

// Why a request was refused (ours: IAM of AWS has no such operations).

export const authorizationId = z.uuid().meta({ id: 'authorizationIdType' });

/** The layers of policies, in the words of the simulator's and the denials' documentation. */
export const denialPolicyType = z
  .enum(['ServiceControlPolicy', 'IdentityPolicy', 'PermissionsBoundary', 'SessionPolicy', 'RoleTrustPolicy'])
  .meta({ id: 'DenialPolicyType' });

/** The class of a refusal: all that the refused caller may read without more ado. */
export const DenialClass = z
  .object({
    AuthorizationId: authorizationId,
    RequestId: z.string(),
    Date: date,
    PrincipalArn: arn,
    Action: z.string(),
    Resource: z.string(),
    Decision: z.enum(['explicitDeny', 'implicitDeny']).meta({ id: 'DenialDecision' }),
    PolicyType: denialPolicyType,
  })
  .meta({ id: 'DenialClass' });

/** From 1; of a text, or of the element in it that is meant. */
const place = { Line: z.int(), Column: z.int(), Offset: z.int(), Length: z.int() };

const DenialPart = z
  .object({ Matches: z.boolean(), IsNegated: z.boolean(), Wanted: z.array(z.string()), Given: z.array(z.string()), ...place })
  .meta({ id: 'DenialPart' });

const DenialCondition = z
  .object({
    Operator: z.string(),
    Key: z.string(),
    Holds: z.boolean(),
    Wanted: z.array(z.string()),
    // Absent: the request does not carry the key.
    Given: z.array(z.string()).optional(),
    Why: z.string(),
    ...place,
  })
  .meta({ id: 'DenialCondition' });

const DenialStatement = z
  .object({
    PolicyName: z.string().optional(),
    StatementIndex: z.int(),
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']).meta({ id: 'DenialEffect' }),
    Applies: z.boolean(),
    ...place,
    Action: DenialPart,
    Resource: DenialPart.optional(),
    Principal: DenialPart.optional(),
    Conditions: z.array(DenialCondition),
  })
  .meta({ id: 'DenialStatement' });

export const DenialLayer = z
  .object({
    PolicyType: denialPolicyType,
    Level: z.int(),
    Outcome: z.enum(['allows', 'denies', 'silent', 'waived']).meta({ id: 'DenialOutcome' }),
    Statements: z.array(DenialStatement),
  })
  .meta({ id: 'DenialLayer' });

export const DenialChange = z
  .object({
    PolicyType: denialPolicyType,
    Level: z.int(),
    // Absent: a new policy.
    PolicyName: z.string().optional(),
    // The policy itself cannot be edited: a copy with the new text takes its place.
    IsCopy: z.boolean(),
    Before: z.string().optional(),
    // Absent: the policy is removed.
    After: z.string().optional(),
    Summaries: z.array(z.string()),
  })
  .meta({ id: 'DenialChange' });

export const DenialContextEntry = z.object({ Key: z.string(), Values: z.array(z.string()) }).meta({ id: 'DenialContextEntry' });

export const DenialPolicy = z
  .object({ PolicyType: denialPolicyType, Level: z.int(), PolicyName: z.string().optional(), Document: z.string() })
  .meta({ id: 'DenialPolicy' });
