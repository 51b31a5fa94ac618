import type { Catalogue } from '@carillon/iam';
import type { Operation } from '../operation.ts';

/** What the policy engine knows of this server: each declared action, its other spellings, its dependent actions. */
export function catalogueOf(operations: readonly Operation[]): Catalogue {
  return {
    actions: [...operations.flatMap(({ service, action }) => (action ? [toCatalogueAction(service, action)] : [])), ...permissionsOnly],
    // Services whose actions chime actions depend on; they are not listed here.
    services: ['s3', 'ds'],
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
