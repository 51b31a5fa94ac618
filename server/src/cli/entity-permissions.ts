import { AnalysisError, listContextKeys, listPermissions, type Catalogue, type Facts, type Permission } from '@carillon/iam';
import { OperatorError } from '../errors.ts';
import { entityContext, toLayers, type Entity } from '../iam/entity-layers.ts';

/** What somebody may do. Throws OperatorError when their policies are too involved. */
export function permissionsOf(entity: Entity, catalogue: Catalogue, within: readonly string[]): Permission[] {
  const layers = toLayers(entity);
  const policies = [...layers.scp.flat(), ...layers.identity, ...(layers.boundary ?? [])];
  try {
    return listPermissions(layers, catalogue, within, factsOf(entity, listContextKeys(policies)));
  } catch (error) {
    if (error instanceof AnalysisError) throw new OperatorError(`${entity.arn}: ${error.message}`);
    throw error;
  }
}

/** What follows from who it is: its name, its tags, its account. What depends on the request stays open. */
function factsOf(entity: Entity, keys: readonly string[]): Facts {
  const own = Object.entries(entityContext(entity)).map(([key, value]) => [key.toLowerCase(), value] as const);
  const facts = new Map<string, string | readonly string[] | undefined>(entity.kind === 'group' ? [] : own);
  for (const key of keys.map((name) => name.toLowerCase())) {
    // Sessions of roles may bring tags of their own; a user has those it has.
    if (entity.kind === 'user' && key.startsWith('aws:principaltag/') && !facts.has(key)) facts.set(key, undefined);
  }
  return facts;
}
