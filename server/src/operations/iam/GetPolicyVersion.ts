import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { toWireDocument, toWirePolicyVersion } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, PolicyVersion, policyVersionId } from '../../shapes/iam.ts';
import { getPolicy } from '../../store/iam-policies.ts';
import { getPolicyVersion, versionIsAbsent } from '../../store/iam-policy-versions.ts';

export const GetPolicyVersion = queryOperation('iam', {
  action: {
    name: 'GetPolicyVersion',
    access: 'Read',
    summary: 'Grants permission to retrieve information about a version of the specified managed policy, including the policy document',
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({ PolicyArn: arn, VersionId: policyVersionId }),
  output: z.object({ PolicyVersion: PolicyVersion.optional() }),
  errors: [NoSuchEntity, InvalidInput],
  example: { PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly', VersionId: 'v1' },
  async handler({ tx }, { PolicyArn, VersionId }) {
    const policy = await getPolicy(tx, PolicyArn, versionIsAbsent(VersionId));
    const version = await getPolicyVersion(tx, policy, VersionId);
    return { PolicyVersion: { ...toWirePolicyVersion(version), Document: toWireDocument(version.document) } };
  },
});
