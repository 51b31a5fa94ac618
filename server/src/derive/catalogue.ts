import type { Catalogue } from '@carillon/iam';
import type { Operation } from '../operation.ts';

/** What the policy engine knows of this server: each declared action, its other spellings, its dependent actions. */
export function catalogueOf(operations: readonly Operation[]): Catalogue {
  return {
    actions: [...operations.flatMap(({ service, action }) => (action ? [toCatalogueAction(service, action)] : [])), ...permissionsOnly],
    // Services whose actions chime actions depend on; they are not listed here.
    services: ['s3', 'ds'],
    // Of the others, sts:AssumeRole looks at the tags of a role.
    untaggedServices: ['access-analyzer', 'chime', 'cloudtrail'],
    resourceArns: resourceKinds.flatMap(([prefix, names]) => names.split(' ').map((name) => `${prefix}:${name}`)),
    conditionKeys: [
      { name: 'iam:PermissionsBoundary', type: 'ARN' },
      { name: 'iam:PolicyARN', type: 'ARN' },
      { name: 'iam:ResourceTag/', type: 'String' },
      { name: 'sts:ExternalId', type: 'String' },
      { name: 'sts:RoleSessionName', type: 'String' },
      { name: 'sts:SourceIdentity', type: 'String' },
      { name: 'sts:TransitiveTagKeys', type: 'String', isMultivalued: true },
    ],
  };
}

/** ARNs of resources. Source: the resource types of the Service Authorization Reference. */
const resourceKinds = [
  ['arn:*:access-analyzer:*:*', 'analyzer/*'],
  ['arn:*:cloudtrail:*:*', 'channel/* dashboard/* eventdatastore/* trail/*'],
  ['arn:*:ds:*:*', 'directory/*'],
  ['arn:*:iam::*', 'access-report/* assumed-role/* federated-user/* group/* instance-profile/* mfa/* oidc-provider/* policy/* role/* root'],
  ['arn:*:iam::*', 'saml-provider/* server-certificate/* sms-mfa/* user/*'],
  ['arn:*:s3::', '*'],
  ['arn:*:s3:*:*', 'accesspoint/* job/* storage-lens/* storage-lens-group/*'],
  ['arn:*:sts::*', 'assumed-role/* federated-user/* root self'],
] as const;

/** Actions without an operation of their own, which others depend on. */
const permissionsOnly = [
  { service: 'iam', name: 'PassRole', access: 'Write' },
  { service: 'sts', name: 'SetSourceIdentity', access: 'Write' },
  { service: 'sts', name: 'TagSession', access: 'Tagging' },
];

function toCatalogueAction(service: string, { name, access, aliases, dependsOn, resource }: NonNullable<Operation['action']>) {
  return {
    service,
    name,
    access,
    aliases,
    dependsOn: dependsOn.map(({ action }) => action),
    // Without a resource of its own an action is decided on `*` alone.
    resources: resource ? undefined : [],
  };
}
