import { z } from 'zod';
import { EntityAlreadyExists, InvalidInput, LimitExceeded, MalformedPolicyDocument } from '../../errors.ts';
import { policyArn } from '../../iam/arns.ts';
import { newEntityId } from '../../iam/ids.ts';
import { checkPolicyDocument } from '../../iam/policy-document.ts';
import { newTags } from '../../iam/tags.ts';
import { toWirePolicy, toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { Policy, policyDescription, policyDocument, policyName, policyPath, tagList } from '../../shapes/iam.ts';
import { requestConditions } from '../../store/iam-conditions.ts';
import { insertPolicy } from '../../store/iam-policies.ts';
import { requireRoomFor } from '../../store/iam-summary.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreatePolicy = queryOperation('iam', {
  action: {
    name: 'CreatePolicy',
    access: 'Permissions management',
    summary: 'Grants permission to create a new managed policy',
    dependsOn: [],
    resource: ({ Path = '/', PolicyName }, { awsAccountId }) => policyArn(awsAccountId, { path: Path, name: PolicyName }),
    context: requestConditions,
  },
  input: z.object({
    PolicyName: policyName,
    Path: policyPath.optional(),
    PolicyDocument: policyDocument,
    Description: policyDescription.optional(),
    Tags: tagList.optional(),
  }),
  output: z.object({ Policy: Policy.optional() }),
  errors: [InvalidInput, EntityAlreadyExists, MalformedPolicyDocument, LimitExceeded],
  example: {
    PolicyName: 'suspend-users',
    PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:SuspendUsers","Resource":"*"}]}',
    Description: 'What the help desk needs when somebody leaves.',
  },
  async handler({ tx, now, random }, { PolicyName, Path = '/', PolicyDocument, Description = '', Tags = [] }) {
    checkPolicyDocument(PolicyDocument, 'managed', (limit) => `Cannot exceed quota for PolicySize: ${limit}`);
    const tags = newTags(Tags, 'keep-case');
    const policy = { id: newEntityId('ANPA', random), name: PolicyName, path: Path, description: Description, createdAt: now, tags };
    const change = await beginIdentityChange(tx);
    await requireRoomFor(change, 'policies');
    const created = await insertPolicy(change, policy, PolicyDocument);
    return { Policy: { ...toWirePolicy(created), Tags: Tags.length > 0 ? toWireTags(tags) : undefined } };
  },
});
