import { compilePolicy, type CompiledPolicy, type Context, type Layers, type PolicyKind } from '@carillon/iam';
import { callerContext } from './simulation-request.ts';

interface Document {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly text: string;
}

/** Somebody with the texts of all policies that decide for them. */
export interface Entity {
  readonly kind: 'user' | 'group' | 'role';
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly identity: readonly Document[];
  readonly boundary: readonly Document[] | undefined;
  readonly membership:
    | { readonly organizationId: string; readonly path: string; readonly levels: readonly (readonly Document[])[] }
    | undefined;
}

/** The policies of an entity as decisions take them. */
export function toLayers({ identity, boundary, membership }: Entity): Layers {
  return {
    scp: (membership?.levels ?? []).map(compileAll),
    identity: compileAll(identity),
    ...(boundary && {
      boundary:
        boundary.length > 0 ? compileAll(boundary) : [compilePolicy(allowsNothing, { kind: 'boundary', name: 'a boundary that is gone' })],
    }),
  };
}

function compileAll(documents: readonly Document[]): CompiledPolicy[] {
  return documents.map(({ text, kind, name }) => compilePolicy(text, { kind, name }));
}

/** A policy has at least one statement; there is no such action. */
const allowsNothing = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"none:None","Resource":"*"}]}';

/** The condition keys that each request of the entity carries, whatever it asks; none of a group, which asks nothing. */
export function entityContext({ kind, id, arn, name, tags, membership }: Entity): Context {
  if (kind === 'group') return {};
  return {
    ...callerContext(arn, arn.split(':')[4] ?? ''),
    'aws:PrincipalType': kind === 'user' ? 'User' : 'AssumedRole',
    ...(kind === 'user' && { 'aws:username': name, 'aws:userid': id }),
    ...(membership && { 'aws:PrincipalOrgID': membership.organizationId, 'aws:PrincipalOrgPaths': [membership.path] }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}
