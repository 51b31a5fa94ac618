import { z } from 'zod';
import { arn, policyDocument } from './iam.ts';

// Wire shapes of the policy simulator. Names and limits are those of the published model (`iam/2010-05-08`).

const actionName = z.string().min(3).max(128).meta({ id: 'ActionNameType' });
const resourceName = z.string().min(1).max(2048).meta({ id: 'ResourceNameType' });
const contextKeyName = z.string().min(5).max(256).meta({ id: 'ContextKeyNameType' });

const contextKeyTypes = ['string', 'numeric', 'boolean', 'ip', 'binary', 'date'] as const;

export const ContextEntry = z
  .object({
    ContextKeyName: contextKeyName.optional(),
    ContextKeyValues: z.array(z.string()).optional(),
    ContextKeyType: z.enum([...contextKeyTypes, ...contextKeyTypes.map((type) => `${type}List` as const)]).optional(),
  })
  .meta({ id: 'ContextEntry' });

export const policyInputList = z.array(policyDocument);

/** Input that both simulations share. */
export const simulationInput = {
  PermissionsBoundaryPolicyInputList: policyInputList.max(1).optional(),
  ActionNames: z.array(actionName).min(1),
  ResourceArns: z.array(resourceName).optional(),
  ResourcePolicy: policyDocument.optional(),
  ResourceOwner: resourceName.optional(),
  CallerArn: arn.optional(),
  ContextEntries: z.array(ContextEntry).optional(),
  // Scenarios of EC2, which this server is not.
  ResourceHandlingOption: z.string().min(1).max(64).optional(),
} as const;

const decision = z.enum(['allowed', 'explicitDeny', 'implicitDeny']).meta({ id: 'PolicyEvaluationDecisionType' });
const position = z.object({ Line: z.int(), Column: z.int() }).meta({ id: 'Position' });

const Statement = z
  .object({
    SourcePolicyId: z.string(),
    SourcePolicyType: z.enum(['user', 'group', 'role', 'aws-managed', 'user-managed', 'resource', 'none']),
    StartPosition: position,
    EndPosition: position,
  })
  .meta({ id: 'Statement' });

const boundaryDetail = z.object({ AllowedByPermissionsBoundary: z.boolean() }).meta({ id: 'PermissionsBoundaryDecisionDetail' });
const decisionDetails = z.record(z.string(), decision).meta({ id: 'EvalDecisionDetailsType' });

const found = { MatchedStatements: z.array(Statement), MissingContextValues: z.array(contextKeyName) } as const;

const ResourceSpecificResult = z
  .object({
    EvalResourceName: resourceName,
    EvalResourceDecision: decision,
    ...found,
    EvalDecisionDetails: decisionDetails.optional(),
    PermissionsBoundaryDecisionDetail: boundaryDetail.optional(),
  })
  .meta({ id: 'ResourceSpecificResult' });

export const EvaluationResult = z
  .object({
    EvalActionName: actionName,
    EvalResourceName: resourceName,
    EvalDecision: decision,
    ...found,
    OrganizationsDecisionDetail: z.object({ AllowedByOrganizations: z.boolean() }).meta({ id: 'OrganizationsDecisionDetail' }).optional(),
    PermissionsBoundaryDecisionDetail: boundaryDetail.optional(),
    EvalDecisionDetails: decisionDetails.optional(),
    ResourceSpecificResults: z.array(ResourceSpecificResult).optional(),
  })
  .meta({ id: 'EvaluationResult' });
