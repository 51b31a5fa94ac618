/**
 * Default quotas of IAM, under the names that LimitExceeded gives them.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const quotas = {
  AccessKeysPerUser: 2,
  ClientIdsPerOpenIdConnectProvider: 100,
  GroupsPerAccount: 300,
  GroupsPerUser: 10,
  MFADevicesPerUser: 8,
  OpenIdConnectProvidersPerAccount: 100,
  PoliciesPerAccount: 1500,
  PoliciesPerGroup: 10,
  PoliciesPerRole: 10,
  PoliciesPerUser: 10,
  PolicyVersionsPerAccount: 10_000,
  RolesPerAccount: 1000,
  TagsPerEntity: 50,
  ThumbprintsPerOpenIdConnectProvider: 5,
  UsersPerAccount: 5000,
  VersionsPerPolicy: 5,
  /** As many as users. */
  VirtualMFADevicesPerAccount: 5000,
} as const;

/** Characters other than white space that all inline policies of one owner may have together. */
export const inlinePolicySizes = { user: 2048, group: 5120, role: 10_240 } as const;
