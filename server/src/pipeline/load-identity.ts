import { bindLayers, createCompiler, type Catalogue, type Layers } from '@carillon/iam';
import { ServiceUnavailableException } from '../errors.ts';
import { parseRoleArn } from '../iam/arns.ts';
import type { Principal } from '../principal.ts';
import type { Database } from '../store/database.ts';
import { findRole } from '../store/iam-roles.ts';
import { findMembership } from '../store/organization.ts';
import { loadCredential, readIdentityEpoch } from '../store/principals.ts';
import { openSession } from '../store/session-tokens.ts';
import type { Caller } from './authorise.ts';
import type { Identity } from './identities.ts';
import { createPolicyReader } from './load-policies.ts';
import { findOwner, holder, inOrganization, namesOf, rootOwner } from './owner.ts';

/** Reads who somebody is and what they may do, always as of one moment. */
export interface Loader {
  /** undefined = no such long-term key. */
  keyOwner(accessKeyId: string): Promise<Identity | undefined>;
  /** undefined = the token is not this key's, or whoever it was made for is gone. */
  sessionOwner(accessKeyId: string, sessionToken: string): Promise<Identity | undefined>;
  trusting(caller: Caller, roleArn: string): Promise<Caller>;
}

/** How often identities may change while one is read, before the request is told to come again. */
const readsMax = 8;

export function createLoader(database: Database, catalogue: Catalogue): Loader {
  const { compile } = createCompiler();
  const policies = createPolicyReader(compile);

  const toCaller = (principal: Principal, layers: Layers): Caller => ({
    principal: Object.freeze(principal),
    policies: layers,
    layers: bindLayers(layers, catalogue),
  });

  return {
    keyOwner: (accessKeyId) =>
      atOneMoment(database, async () => {
        const credential = await database.read('', (tx) => loadCredential(tx, accessKeyId));
        if (!credential) return undefined;
        const { awsAccountId, user, secretAccessKey, status } = credential;
        const principal = holder(awsAccountId, accessKeyId, user);
        const caller = await database.read(awsAccountId, async (tx) => {
          const membership = await findMembership(tx);
          const layers = await policies.ofOwner(tx, user ?? rootOwner, membership?.levels ?? []);
          return toCaller(inOrganization(principal, membership), layers);
        });
        return { secretAccessKey, active: status === 'Active', caller };
      }),

    sessionOwner: async (accessKeyId, sessionToken) => {
      const claims = openSession(database.vault, sessionToken);
      if (claims?.accessKeyId !== accessKeyId) return undefined;
      return atOneMoment(database, () =>
        database.read(claims.awsAccountId, async (tx) => {
          const owner = await findOwner(tx, claims);
          if (!owner) return undefined;
          const membership = await findMembership(tx);
          const ownLayers = await policies.ofOwner(tx, owner, membership?.levels ?? []);
          const layers = { ...ownLayers, session: await policies.ofSession(tx, claims) };
          const caller = toCaller(inOrganization(owner.principal, membership), layers);
          return { secretAccessKey: claims.secretAccessKey, active: true, sessionToken, expiresAt: claims.expiresAt, caller };
        }),
      );
    },

    trusting: (caller, arn) =>
      atOneMoment(database, async () => {
        const parts = parseRoleArn(arn);
        const role = parts && (await database.read(parts.awsAccountId, (tx) => findRole(tx, parts.name)));
        // Whether there is no such role or it trusts somebody else: the answer is the same.
        const text = parts && role?.path === parts.path ? role.trustDocument : trustsNobody;
        const layers = { ...caller.policies, trust: [compile(text, { kind: 'trust', name: arn })] };
        return { ...toCaller(caller.principal, layers), named: namesOf(caller.principal) };
      }),
  };
}

/** A policy has at least one statement; this one never applies. */
const trustsNobody =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:None","Condition":{"Null":{"aws:CurrentTime":"true"}}}]}';

/** Repeats reads in whose midst identities changed, so that no decision ever rests on a mixture of before and after. */
async function atOneMoment<Value>(database: Database, work: () => Promise<Value>): Promise<Value> {
  let epoch = await database.read('', readIdentityEpoch);
  for (let reads = 0; reads < readsMax; reads += 1) {
    const value = await work();
    const after = await database.read('', readIdentityEpoch);
    if (after === epoch) return value;
    epoch = after;
  }
  throw new ServiceUnavailableException('Identities are changing faster than they can be read. Try again in a second.');
}
