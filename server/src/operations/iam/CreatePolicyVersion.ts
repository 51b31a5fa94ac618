import { z } from 'zod';
import { AccessDenied, InvalidInput, LimitExceeded, MalformedPolicyDocument, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { checkPolicyDocument } from '../../iam/policy-document.ts';
import { quotas } from '../../iam/quotas.ts';
import { toWirePolicyVersion } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, policyDocument, PolicyVersion } from '../../shapes/iam.ts';
import { getOwnPolicy } from '../../store/iam-policies.ts';
import { addPolicyVersion, listPolicyVersions } from '../../store/iam-policy-versions.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreatePolicyVersion = queryOperation('iam', {
  action: {
    name: 'CreatePolicyVersion',
    access: 'Permissions management',
    summary: 'Grants permission to create a new version of the specified managed policy',
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({ PolicyArn: arn, PolicyDocument: policyDocument, SetAsDefault: z.boolean().optional() }),
  output: z.object({ PolicyVersion: PolicyVersion.optional() }),
  errors: [NoSuchEntity, InvalidInput, AccessDenied, MalformedPolicyDocument, LimitExceeded],
  example: {
    PolicyArn: 'arn:aws:iam::111122223333:policy/suspend-users',
    PolicyDocument:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["chime:ActivateUsers","chime:SuspendUsers"],"Resource":"*"}]}',
    SetAsDefault: true,
  },
  async handler({ tx, now }, { PolicyArn, PolicyDocument, SetAsDefault = false }) {
    const change = await beginIdentityChange(tx);
    const policy = await getOwnPolicy(change, PolicyArn);
    checkPolicyDocument(PolicyDocument, 'managed', (limit) => `Cannot exceed quota for PolicySize: ${limit}`);
    if ((await listPolicyVersions(change, policy)).length >= quotas.VersionsPerPolicy) {
      throw new LimitExceeded(
        `A managed policy can have up to ${quotas.VersionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const version = await addPolicyVersion(change, policy, { document: PolicyDocument, isDefault: SetAsDefault, createdAt: now });
    return { PolicyVersion: toWirePolicyVersion(version) };
  },
});
