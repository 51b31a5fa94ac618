import { z } from 'zod';
import { EntityAlreadyExists, InvalidInput, LimitExceeded, MalformedPolicyDocument, NoSuchEntity } from '../../errors.ts';
import { roleArn } from '../../iam/arns.ts';
import { newEntityId } from '../../iam/ids.ts';
import { newTags } from '../../iam/tags.ts';
import { checkTrustDocument } from '../../iam/trust.ts';
import { toWireRoleWithDetails } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, path, policyDocument, Role, roleDescription, roleMaxSessionDuration, roleName, tagList } from '../../shapes/iam.ts';
import { requestConditions } from '../../store/iam-conditions.ts';
import { getPolicy, isNoBoundary } from '../../store/iam-policies.ts';
import { insertRole } from '../../store/iam-roles.ts';
import { requireNamedPrincipals } from '../../store/iam-trust.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateRole = queryOperation('iam', {
  action: {
    name: 'CreateRole',
    access: 'Write',
    summary: 'Grants permission to create a new role',
    dependsOn: [],
    resource: ({ Path = '/', RoleName }, { awsAccountId }) => roleArn(awsAccountId, { path: Path, name: RoleName }),
    context: requestConditions,
  },
  input: z.object({
    Path: path.optional(),
    RoleName: roleName,
    AssumeRolePolicyDocument: policyDocument,
    Description: roleDescription.optional(),
    MaxSessionDuration: roleMaxSessionDuration.optional(),
    PermissionsBoundary: arn.optional(),
    Tags: tagList.optional(),
  }),
  output: z.object({ Role }),
  errors: [EntityAlreadyExists, InvalidInput, LimitExceeded, MalformedPolicyDocument, NoSuchEntity],
  example: {
    RoleName: 'help-desk',
    AssumeRolePolicyDocument:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["sts:AssumeRole","sts:TagSession"]}]}',
    Description: 'Looks after people',
    MaxSessionDuration: 7200,
  },
  async handler({ tx, now, random }, { RoleName, AssumeRolePolicyDocument, PermissionsBoundary, ...more }) {
    const { Path = '/', Description = '', MaxSessionDuration = 3600, Tags = [] } = more;
    const change = await beginIdentityChange(tx);
    await requireNamedPrincipals(change, checkTrustDocument(AssumeRolePolicyDocument));
    const boundary = PermissionsBoundary === undefined ? undefined : await getPolicy(change, PermissionsBoundary, isNoBoundary);
    const role = {
      id: newEntityId('AROA', random),
      name: RoleName,
      path: Path,
      description: Description,
      trustDocument: AssumeRolePolicyDocument,
      sessionMaxSeconds: MaxSessionDuration,
      createdAt: now,
      boundaryArn: boundary?.arn,
      tags: newTags(Tags, 'fold-case'),
      lastUsed: undefined,
    };
    await insertRole(change, role);
    return { Role: { ...toWireRoleWithDetails(tx.awsAccountId, role), RoleLastUsed: undefined } };
  },
});
