import type { Catalogue } from '@carillon/iam';
import type { Operation } from '../operation.ts';

/** What the policy engine knows of this server: each declared action, its other spellings, its dependent actions. */
export function catalogueOf(operations: readonly Operation[]): Catalogue {
  return {
    actions: operations.flatMap(({ service, action }) => (action ? [toCatalogueAction(service, action)] : [])),
    // Services whose actions chime actions depend on; they are not listed here.
    services: ['s3', 'ds'],
  };
}

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
