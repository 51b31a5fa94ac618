import { z } from 'zod';
import { arn, AttachedPolicy, date, entityId, Group, groupName, Policy, policyName, PolicyVersion, Role, User } from './iam.ts';

// Wire shapes of what IAM tells about a whole account: GetAccountAuthorizationDetails and last-accessed reports.

const PolicyDetail = z.object({ PolicyName: policyName.optional(), PolicyDocument: z.string().optional() }).meta({ id: 'PolicyDetail' });

const policyDetails = z.array(PolicyDetail).optional();
const attachedPolicies = z.array(AttachedPolicy).optional();

export const UserDetail = User.omit({ PasswordLastUsed: true })
  .extend({
    UserId: entityId,
    UserPolicyList: policyDetails,
    GroupList: z.array(groupName).optional(),
    AttachedManagedPolicies: attachedPolicies,
  })
  .meta({ id: 'UserDetail' });

export const GroupDetail = Group.extend({ GroupPolicyList: policyDetails, AttachedManagedPolicies: attachedPolicies }).meta({
  id: 'GroupDetail',
});

export const RoleDetail = Role.omit({ Description: true, MaxSessionDuration: true })
  .extend({
    InstanceProfileList: z.array(z.object({})).optional(),
    RolePolicyList: policyDetails,
    AttachedManagedPolicies: attachedPolicies,
  })
  .meta({ id: 'RoleDetail' });

export const ManagedPolicyDetail = Policy.omit({ Tags: true })
  .extend({ PolicyVersionList: z.array(PolicyVersion).optional() })
  .meta({ id: 'ManagedPolicyDetail' });

export const granularity = z.enum(['SERVICE_LEVEL', 'ACTION_LEVEL']).meta({ id: 'AccessAdvisorUsageGranularityType' });

export const jobId = z.string().length(36).meta({ id: 'jobIDType' });

const TrackedAction = z
  .object({
    ActionName: z.string().optional(),
    LastAccessedEntity: arn.optional(),
    LastAccessedTime: date.optional(),
    LastAccessedRegion: z.string().optional(),
  })
  .meta({ id: 'TrackedActionLastAccessed' });

export const ServiceLastAccessed = z
  .object({
    ServiceName: z.string(),
    LastAuthenticated: date.optional(),
    ServiceNamespace: z.string(),
    LastAuthenticatedEntity: arn.optional(),
    LastAuthenticatedRegion: z.string().optional(),
    TotalAuthenticatedEntities: z.int().optional(),
    TrackedActionsLastAccessed: z.array(TrackedAction).optional(),
  })
  .meta({ id: 'ServiceLastAccessed' });
