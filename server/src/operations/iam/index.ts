import type { Operation } from '../../operation.ts';
import { AddClientIDToOpenIDConnectProvider } from './AddClientIDToOpenIDConnectProvider.ts';
import { AddUserToGroup } from './AddUserToGroup.ts';
import { AttachGroupPolicy } from './AttachGroupPolicy.ts';
import { AttachRolePolicy } from './AttachRolePolicy.ts';
import { AttachUserPolicy } from './AttachUserPolicy.ts';
import { ChangePassword } from './ChangePassword.ts';
import { CreateAccessKey } from './CreateAccessKey.ts';
import { CreateAccountAlias } from './CreateAccountAlias.ts';
import { CreateGroup } from './CreateGroup.ts';
import { CreateLoginProfile } from './CreateLoginProfile.ts';
import { CreateOpenIDConnectProvider } from './CreateOpenIDConnectProvider.ts';
import { CreatePolicy } from './CreatePolicy.ts';
import { CreatePolicyVersion } from './CreatePolicyVersion.ts';
import { CreateRole } from './CreateRole.ts';
import { CreateUser } from './CreateUser.ts';
import { CreateVirtualMFADevice } from './CreateVirtualMFADevice.ts';
import { DeactivateMFADevice } from './DeactivateMFADevice.ts';
import { DeleteAccessKey } from './DeleteAccessKey.ts';
import { DeleteAccountAlias } from './DeleteAccountAlias.ts';
import { DeleteAccountPasswordPolicy } from './DeleteAccountPasswordPolicy.ts';
import { DeleteGroup } from './DeleteGroup.ts';
import { DeleteGroupPolicy } from './DeleteGroupPolicy.ts';
import { DeleteLoginProfile } from './DeleteLoginProfile.ts';
import { DeleteOpenIDConnectProvider } from './DeleteOpenIDConnectProvider.ts';
import { DeletePolicy } from './DeletePolicy.ts';
import { DeletePolicyVersion } from './DeletePolicyVersion.ts';
import { DeleteRole } from './DeleteRole.ts';
import { DeleteRolePermissionsBoundary } from './DeleteRolePermissionsBoundary.ts';
import { DeleteRolePolicy } from './DeleteRolePolicy.ts';
import { DeleteUser } from './DeleteUser.ts';
import { DeleteUserPermissionsBoundary } from './DeleteUserPermissionsBoundary.ts';
import { DeleteUserPolicy } from './DeleteUserPolicy.ts';
import { DeleteVirtualMFADevice } from './DeleteVirtualMFADevice.ts';
import { DetachGroupPolicy } from './DetachGroupPolicy.ts';
import { DetachRolePolicy } from './DetachRolePolicy.ts';
import { DetachUserPolicy } from './DetachUserPolicy.ts';
import { EnableMFADevice } from './EnableMFADevice.ts';
import { GenerateServiceLastAccessedDetails } from './GenerateServiceLastAccessedDetails.ts';
import { GetAccessKeyLastUsed } from './GetAccessKeyLastUsed.ts';
import { GetAccountAuthorizationDetails } from './GetAccountAuthorizationDetails.ts';
import { GetAccountPasswordPolicy } from './GetAccountPasswordPolicy.ts';
import { GetAccountSummary } from './GetAccountSummary.ts';
import { GetCallerPermissions } from './GetCallerPermissions.ts';
import { GetContextKeysForCustomPolicy } from './GetContextKeysForCustomPolicy.ts';
import { GetContextKeysForPrincipalPolicy } from './GetContextKeysForPrincipalPolicy.ts';
import { GetGroup } from './GetGroup.ts';
import { GetGroupPolicy } from './GetGroupPolicy.ts';
import { GetLoginProfile } from './GetLoginProfile.ts';
import { GetOpenIDConnectProvider } from './GetOpenIDConnectProvider.ts';
import { GetPolicy } from './GetPolicy.ts';
import { GetPolicyVersion } from './GetPolicyVersion.ts';
import { GetRequestAuthorizationClass } from './GetRequestAuthorizationClass.ts';
import { GetRequestAuthorizationDetails } from './GetRequestAuthorizationDetails.ts';
import { GetRole } from './GetRole.ts';
import { GetRolePolicy } from './GetRolePolicy.ts';
import { GetServerHealth } from './GetServerHealth.ts';
import { GetServiceLastAccessedDetails } from './GetServiceLastAccessedDetails.ts';
import { GetUser } from './GetUser.ts';
import { GetUserPolicy } from './GetUserPolicy.ts';
import { ListAccessKeys } from './ListAccessKeys.ts';
import { ListAccountAliases } from './ListAccountAliases.ts';
import { ListAttachedGroupPolicies } from './ListAttachedGroupPolicies.ts';
import { ListAttachedRolePolicies } from './ListAttachedRolePolicies.ts';
import { ListAttachedUserPolicies } from './ListAttachedUserPolicies.ts';
import { ListBackgroundJobs } from './ListBackgroundJobs.ts';
import { ListEntitiesForPolicy } from './ListEntitiesForPolicy.ts';
import { ListGroupPolicies } from './ListGroupPolicies.ts';
import { ListGroups } from './ListGroups.ts';
import { ListGroupsForUser } from './ListGroupsForUser.ts';
import { ListMFADeviceTags } from './ListMFADeviceTags.ts';
import { ListMFADevices } from './ListMFADevices.ts';
import { ListOpenIDConnectProviderTags } from './ListOpenIDConnectProviderTags.ts';
import { ListOpenIDConnectProviders } from './ListOpenIDConnectProviders.ts';
import { ListPolicies } from './ListPolicies.ts';
import { ListPolicyTags } from './ListPolicyTags.ts';
import { ListPolicyVersions } from './ListPolicyVersions.ts';
import { ListRolePolicies } from './ListRolePolicies.ts';
import { ListRoleTags } from './ListRoleTags.ts';
import { ListRoles } from './ListRoles.ts';
import { ListUserPolicies } from './ListUserPolicies.ts';
import { ListUserTags } from './ListUserTags.ts';
import { ListUsers } from './ListUsers.ts';
import { ListVirtualMFADevices } from './ListVirtualMFADevices.ts';
import { PutGroupPolicy } from './PutGroupPolicy.ts';
import { PutRolePermissionsBoundary } from './PutRolePermissionsBoundary.ts';
import { PutRolePolicy } from './PutRolePolicy.ts';
import { PutUserPermissionsBoundary } from './PutUserPermissionsBoundary.ts';
import { PutUserPolicy } from './PutUserPolicy.ts';
import { RemoveClientIDFromOpenIDConnectProvider } from './RemoveClientIDFromOpenIDConnectProvider.ts';
import { RemoveUserFromGroup } from './RemoveUserFromGroup.ts';
import { ResyncMFADevice } from './ResyncMFADevice.ts';
import { RunBackgroundJob } from './RunBackgroundJob.ts';
import { SetDefaultPolicyVersion } from './SetDefaultPolicyVersion.ts';
import { SimulateCustomPolicy } from './SimulateCustomPolicy.ts';
import { SimulatePrincipalPolicy } from './SimulatePrincipalPolicy.ts';
import { TagMFADevice } from './TagMFADevice.ts';
import { TagOpenIDConnectProvider } from './TagOpenIDConnectProvider.ts';
import { TagPolicy } from './TagPolicy.ts';
import { TagRole } from './TagRole.ts';
import { TagUser } from './TagUser.ts';
import { TestPolicy } from './TestPolicy.ts';
import { UntagMFADevice } from './UntagMFADevice.ts';
import { UntagOpenIDConnectProvider } from './UntagOpenIDConnectProvider.ts';
import { UntagPolicy } from './UntagPolicy.ts';
import { UntagRole } from './UntagRole.ts';
import { UntagUser } from './UntagUser.ts';
import { UpdateAccessKey } from './UpdateAccessKey.ts';
import { UpdateAccountPasswordPolicy } from './UpdateAccountPasswordPolicy.ts';
import { UpdateAssumeRolePolicy } from './UpdateAssumeRolePolicy.ts';
import { UpdateGroup } from './UpdateGroup.ts';
import { UpdateLoginProfile } from './UpdateLoginProfile.ts';
import { UpdateOpenIDConnectProviderThumbprint } from './UpdateOpenIDConnectProviderThumbprint.ts';
import { UpdateRole } from './UpdateRole.ts';
import { UpdateRoleDescription } from './UpdateRoleDescription.ts';
import { UpdateUser } from './UpdateUser.ts';

/** The operations of IAM, by name. */
export const iamOperations = [
  AddClientIDToOpenIDConnectProvider,
  AddUserToGroup,
  AttachGroupPolicy,
  AttachRolePolicy,
  AttachUserPolicy,
  ChangePassword,
  CreateAccessKey,
  CreateAccountAlias,
  CreateGroup,
  CreateLoginProfile,
  CreateOpenIDConnectProvider,
  CreatePolicy,
  CreatePolicyVersion,
  CreateRole,
  CreateUser,
  CreateVirtualMFADevice,
  DeactivateMFADevice,
  DeleteAccessKey,
  DeleteAccountAlias,
  DeleteAccountPasswordPolicy,
  DeleteGroup,
  DeleteGroupPolicy,
  DeleteLoginProfile,
  DeleteOpenIDConnectProvider,
  DeletePolicy,
  DeletePolicyVersion,
  DeleteRole,
  DeleteRolePermissionsBoundary,
  DeleteRolePolicy,
  DeleteUser,
  DeleteUserPermissionsBoundary,
  DeleteUserPolicy,
  DeleteVirtualMFADevice,
  DetachGroupPolicy,
  DetachRolePolicy,
  DetachUserPolicy,
  EnableMFADevice,
  GenerateServiceLastAccessedDetails,
  GetAccessKeyLastUsed,
  GetAccountAuthorizationDetails,
  GetAccountPasswordPolicy,
  GetAccountSummary,
  GetCallerPermissions,
  GetContextKeysForCustomPolicy,
  GetContextKeysForPrincipalPolicy,
  GetGroup,
  GetGroupPolicy,
  GetLoginProfile,
  GetOpenIDConnectProvider,
  GetPolicy,
  GetPolicyVersion,
  GetRequestAuthorizationClass,
  GetRequestAuthorizationDetails,
  GetRole,
  GetRolePolicy,
  GetServerHealth,
  GetServiceLastAccessedDetails,
  GetUser,
  GetUserPolicy,
  ListAccessKeys,
  ListAccountAliases,
  ListAttachedGroupPolicies,
  ListAttachedRolePolicies,
  ListAttachedUserPolicies,
  ListBackgroundJobs,
  ListEntitiesForPolicy,
  ListGroupPolicies,
  ListGroups,
  ListGroupsForUser,
  ListMFADeviceTags,
  ListMFADevices,
  ListOpenIDConnectProviderTags,
  ListOpenIDConnectProviders,
  ListPolicies,
  ListPolicyTags,
  ListPolicyVersions,
  ListRolePolicies,
  ListRoleTags,
  ListRoles,
  ListUserPolicies,
  ListUserTags,
  ListUsers,
  ListVirtualMFADevices,
  PutGroupPolicy,
  PutRolePermissionsBoundary,
  PutRolePolicy,
  PutUserPermissionsBoundary,
  PutUserPolicy,
  RemoveClientIDFromOpenIDConnectProvider,
  RemoveUserFromGroup,
  ResyncMFADevice,
  RunBackgroundJob,
  SetDefaultPolicyVersion,
  SimulateCustomPolicy,
  SimulatePrincipalPolicy,
  TagMFADevice,
  TagOpenIDConnectProvider,
  TagPolicy,
  TagRole,
  TagUser,
  TestPolicy,
  UntagMFADevice,
  UntagOpenIDConnectProvider,
  UntagPolicy,
  UntagRole,
  UntagUser,
  UpdateAccessKey,
  UpdateAccountPasswordPolicy,
  UpdateAssumeRolePolicy,
  UpdateGroup,
  UpdateLoginProfile,
  UpdateOpenIDConnectProviderThumbprint,
  UpdateRole,
  UpdateRoleDescription,
  UpdateUser,
] as const satisfies readonly Operation[];
