import { bindContext, bindLayers, createCompiler, decide, type Catalogue } from '@carillon/iam';
import { UnmodifiableEntity } from '../errors.ts';
import { roleArn, userArn } from '../iam/arns.ts';
import type { Tx } from '../store/database.ts';
import { listHolders, type Holder } from '../store/iam-holders.ts';
import { createPolicyReader } from './load-policies.ts';

/** Keeps AWS accounts from being left without anybody who could give rights to others. */
export interface LastAdministrator {
  /** Whether some user or role is allowed every action of IAM on every resource by its policies and boundary. */
  exists(tx: Tx): Promise<boolean>;
  /** Throws UnmodifiableEntity if, after the changes of this transaction, there is none any more. */
  require(tx: Tx): Promise<void>;
}

export function createLastAdministrator(catalogue: Catalogue): LastAdministrator {
  const reader = createPolicyReader(createCompiler().compile);
  const actions = catalogue.actions.filter(({ service }) => service === 'iam').map(({ name }) => `iam:${name}`);

  const isAdministrator = async (tx: Tx, holder: Holder): Promise<boolean> => {
    // Without the organisation: its policies are the operator's, who can lift them.
    const layers = bindLayers(await reader.ofOwner(tx, holder, []), catalogue);
    const context = bindContext(layers, favourableContext(tx.awsAccountId, holder));
    return actions.every((action) => decide(context, action, '*').decision === 'allowed');
  };

  const exists = async (tx: Tx): Promise<boolean> => {
    // Who has one of AWS's policies for administrators comes first, so that the first look is mostly the last.
    for (const holder of await listHolders(tx)) if (await isAdministrator(tx, holder)) return true;
    return false;
  };

  return {
    exists,
    async require(tx) {
      if (await exists(tx)) return;
      throw new UnmodifiableEntity(
        `This would leave AWS account ${tx.awsAccountId} without any user or role that is allowed iam:* by its policies. Give somebody else the policy AdministratorAccess first, or have the operator run carillon administrator remove on the host.`,
      );
    },
  };
}

/** A request at its best: over TLS, with a second factor just shown. */
function favourableContext(awsAccountId: string, { kind, name, path, tags }: Holder): Record<string, string> {
  return {
    'aws:SecureTransport': 'true',
    'aws:MultiFactorAuthPresent': 'true',
    'aws:MultiFactorAuthAge': '0',
    'aws:PrincipalAccount': awsAccountId,
    'aws:PrincipalType': kind === 'user' ? 'User' : 'AssumedRole',
    'aws:PrincipalArn': kind === 'user' ? userArn(awsAccountId, { path, name }) : roleArn(awsAccountId, { path, name }),
    ...(kind === 'user' && { 'aws:username': name }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}
