import { listContextKeys } from '@carillon/iam';
import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { toLayers } from '../../iam/entity-layers.ts';
import { compileInputs } from '../../iam/policy-sources.ts';
import { queryOperation } from '../../operation.ts';
import { arn } from '../../shapes/iam.ts';
import { policyInputList } from '../../shapes/simulation.ts';
import { getEntityPolicies } from '../../store/entity-policies.ts';

export const GetContextKeysForPrincipalPolicy = queryOperation('iam', {
  action: {
    name: 'GetContextKeysForPrincipalPolicy',
    access: 'Read',
    summary:
      'Grants permission to retrieve a list of all context keys that are referenced in all IAM policies that are attached to the specified IAM identity (user, group, or role)',
    dependsOn: [],
    resource: ({ PolicySourceArn }) => PolicySourceArn,
  },
  input: z.object({ PolicySourceArn: arn, PolicyInputList: policyInputList.optional() }),
  output: z.object({ ContextKeyNames: z.array(z.string()) }),
  errors: [NoSuchEntity, InvalidInput],
  example: { PolicySourceArn: 'arn:aws:iam::111122223333:user/help-desk/carol' },
  async handler({ tx }, { PolicySourceArn, PolicyInputList = [] }) {
    const { identity, boundary = [] } = toLayers(await getEntityPolicies(tx, PolicySourceArn));
    return {
      ContextKeyNames: listContextKeys([...identity, ...boundary, ...compileInputs(PolicyInputList, 'inline-role', 'PolicyInputList')]),
    };
  },
});
