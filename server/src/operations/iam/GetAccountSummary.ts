import { z } from 'zod';
import { inlinePolicySizes, quotas } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { countAccount } from '../../store/iam-summary.ts';

export const GetAccountSummary = queryOperation('iam', {
  action: {
    name: 'GetAccountSummary',
    access: 'List',
    summary: 'Grants permission to retrieve information about IAM entity usage and IAM quotas in the AWS account',
    dependsOn: [],
  },
  input: z.object({}),
  output: z.object({ SummaryMap: z.record(z.string(), z.int()).meta({ id: 'summaryMapType' }) }),
  errors: [],
  example: {},
  async handler({ tx }) {
    const counts = await countAccount(tx);
    return {
      SummaryMap: {
        Users: counts.users,
        UsersQuota: quotas.UsersPerAccount,
        Groups: counts.groups,
        GroupsQuota: quotas.GroupsPerAccount,
        Providers: counts.identityProviders,
        ServerCertificates: 0,
        ServerCertificatesQuota: 0,
        UserPolicySizeQuota: inlinePolicySizes.user,
        GroupPolicySizeQuota: inlinePolicySizes.group,
        GroupsPerUserQuota: quotas.GroupsPerUser,
        SigningCertificatesPerUserQuota: 0,
        AccessKeysPerUserQuota: quotas.AccessKeysPerUser,
        MFADevices: counts.mfaDevices,
        MFADevicesInUse: counts.mfaDevicesInUse,
        AccountMFAEnabled: 0,
        AccountAccessKeysPresent: counts.rootAccessKeys > 0 ? 1 : 0,
        AccountSigningCertificatesPresent: 0,
        AttachedPoliciesPerGroupQuota: quotas.PoliciesPerGroup,
        AttachedPoliciesPerRoleQuota: quotas.PoliciesPerRole,
        AttachedPoliciesPerUserQuota: quotas.PoliciesPerUser,
        Policies: counts.policies,
        PoliciesQuota: quotas.PoliciesPerAccount,
        PolicySizeQuota: 6144,
        PolicyVersionsInUse: counts.policyVersions,
        PolicyVersionsInUseQuota: quotas.PolicyVersionsPerAccount,
        VersionsPerPolicyQuota: quotas.VersionsPerPolicy,
        AssumeRolePolicySizeQuota: 2048,
        RolePolicySizeQuota: inlinePolicySizes.role,
        Roles: counts.roles,
        RolesQuota: quotas.RolesPerAccount,
        GlobalEndpointTokenVersion: 1,
      },
    };
  },
});
