import type { Operation } from '../../operation.ts';
import { AddUserToGroup } from './AddUserToGroup.ts';
import { AttachGroupPolicy } from './AttachGroupPolicy.ts';
import { AttachUserPolicy } from './AttachUserPolicy.ts';
import { CreateAccessKey } from './CreateAccessKey.ts';
import { CreateGroup } from './CreateGroup.ts';
import { CreatePolicy } from './CreatePolicy.ts';
import { CreatePolicyVersion } from './CreatePolicyVersion.ts';
import { CreateUser } from './CreateUser.ts';
import { DeleteAccessKey } from './DeleteAccessKey.ts';
import { DeleteGroup } from './DeleteGroup.ts';
import { DeleteGroupPolicy } from './DeleteGroupPolicy.ts';
import { DeletePolicy } from './DeletePolicy.ts';
import { DeletePolicyVersion } from './DeletePolicyVersion.ts';
import { DeleteUser } from './DeleteUser.ts';
import { DeleteUserPolicy } from './DeleteUserPolicy.ts';
import { DetachGroupPolicy } from './DetachGroupPolicy.ts';
import { DetachUserPolicy } from './DetachUserPolicy.ts';
import { GetAccessKeyLastUsed } from './GetAccessKeyLastUsed.ts';
import { GetGroup } from './GetGroup.ts';
import { GetGroupPolicy } from './GetGroupPolicy.ts';
import { GetPolicy } from './GetPolicy.ts';
import { GetPolicyVersion } from './GetPolicyVersion.ts';
import { GetUser } from './GetUser.ts';
import { GetUserPolicy } from './GetUserPolicy.ts';
import { ListAccessKeys } from './ListAccessKeys.ts';
import { ListAttachedGroupPolicies } from './ListAttachedGroupPolicies.ts';
import { ListAttachedUserPolicies } from './ListAttachedUserPolicies.ts';
import { ListEntitiesForPolicy } from './ListEntitiesForPolicy.ts';
import { ListGroupPolicies } from './ListGroupPolicies.ts';
import { ListGroups } from './ListGroups.ts';
import { ListGroupsForUser } from './ListGroupsForUser.ts';
import { ListPolicies } from './ListPolicies.ts';
import { ListPolicyVersions } from './ListPolicyVersions.ts';
import { ListUserPolicies } from './ListUserPolicies.ts';
import { ListUserTags } from './ListUserTags.ts';
import { ListUsers } from './ListUsers.ts';
import { PutGroupPolicy } from './PutGroupPolicy.ts';
import { PutUserPolicy } from './PutUserPolicy.ts';
import { RemoveUserFromGroup } from './RemoveUserFromGroup.ts';
import { SetDefaultPolicyVersion } from './SetDefaultPolicyVersion.ts';
import { TagUser } from './TagUser.ts';
import { UntagUser } from './UntagUser.ts';
import { UpdateAccessKey } from './UpdateAccessKey.ts';
import { UpdateGroup } from './UpdateGroup.ts';
import { UpdateUser } from './UpdateUser.ts';

/** The operations of IAM, by name. */
export const iamOperations = [
  AddUserToGroup,
  AttachGroupPolicy,
  AttachUserPolicy,
  CreateAccessKey,
  CreateGroup,
  CreatePolicy,
  CreatePolicyVersion,
  CreateUser,
  DeleteAccessKey,
  DeleteGroup,
  DeleteGroupPolicy,
  DeletePolicy,
  DeletePolicyVersion,
  DeleteUser,
  DeleteUserPolicy,
  DetachGroupPolicy,
  DetachUserPolicy,
  GetAccessKeyLastUsed,
  GetGroup,
  GetGroupPolicy,
  GetPolicy,
  GetPolicyVersion,
  GetUser,
  GetUserPolicy,
  ListAccessKeys,
  ListAttachedGroupPolicies,
  ListAttachedUserPolicies,
  ListEntitiesForPolicy,
  ListGroupPolicies,
  ListGroups,
  ListGroupsForUser,
  ListPolicies,
  ListPolicyVersions,
  ListUserPolicies,
  ListUserTags,
  ListUsers,
  PutGroupPolicy,
  PutUserPolicy,
  RemoveUserFromGroup,
  SetDefaultPolicyVersion,
  TagUser,
  UntagUser,
  UpdateAccessKey,
  UpdateGroup,
  UpdateUser,
] as const satisfies readonly Operation[];
