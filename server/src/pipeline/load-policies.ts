import type { CompiledPolicy, Compiler, Layers } from '@carillon/iam';
import type { Tx } from '../store/database.ts';
import { listManagedDocuments, listPolicyDocuments, type NamedDocument } from '../store/policy-documents.ts';
import type { SessionClaims } from '../store/session-tokens.ts';
import type { Owner } from './owner.ts';

/** Reads and compiles the policies that decide for somebody. */
export interface PolicyReader {
  /** @param scp the documents of each level of the organisation */
  ofOwner(tx: Tx, owner: Owner, scp: readonly (readonly NamedDocument[])[]): Promise<Layers>;
  /** undefined = the session has no policies of its own. */
  ofSession(tx: Tx, claims: SessionClaims): Promise<CompiledPolicy[] | undefined>;
}

export function createPolicyReader(compile: Compiler['compile']): PolicyReader {
  const compileAll = (documents: readonly NamedDocument[]): CompiledPolicy[] =>
    documents.map(({ text, kind, name }) => compile(text, { kind, name }));

  /** A layer that is there although none of its policies is any more must still not allow anything. */
  const orNothing = (policies: CompiledPolicy[], kind: 'boundary' | 'session'): CompiledPolicy[] =>
    policies.length > 0 ? policies : [compile(allowsNothing, { kind })];

  return {
    async ofOwner(tx, { id, boundaryArn }, levels) {
      const scp = levels.map(compileAll);
      if (id === undefined) return { scp, identity: [], root: true };
      const identity = compileAll(await listPolicyDocuments(tx, id));
      if (boundaryArn === undefined) return { scp, identity };
      return { scp, identity, boundary: orNothing(compileAll(await listManagedDocuments(tx, [boundaryArn])), 'boundary') };
    },

    async ofSession(tx, { policy, policyArns }) {
      if (policy === undefined && policyArns.length === 0) return undefined;
      const inline = policy === undefined ? [] : [compile(policy, { kind: 'session', name: 'the inline session policy' })];
      return orNothing([...inline, ...compileAll(await listManagedDocuments(tx, policyArns))], 'session');
    },
  };
}

/** A policy has at least one statement; there is no such action. */
const allowsNothing = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"none:None","Resource":"*"}]}';
