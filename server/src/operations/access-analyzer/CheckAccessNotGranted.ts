import { findGrantedAccess } from '@carillon/iam';
import { z } from 'zod';
import { InvalidParameterException, UnprocessableEntityException } from '../../errors.ts';
import { answerCheck, compileForCheck } from '../../iam/access-checks.ts';
import { analyzerOperation } from '../../operation.ts';
import { accessCheck, accessCheckPolicyType, policyText } from '../../shapes/access-analyzer.ts';

export const CheckAccessNotGranted = analyzerOperation({
  action: {
    name: 'CheckAccessNotGranted',
    access: 'Read',
    summary: 'Grants permission to check whether the specified access isn’t allowed by a policy',
    dependsOn: [],
  },
  http: { path: '/policy/check-access-not-granted' },
  input: z.object({
    access: z
      .array(
        z.object({
          actions: z.array(z.string().min(1).max(128)).max(100).optional(),
          resources: z.array(z.string().min(1).max(2048)).max(100).optional(),
        }),
      )
      .min(1)
      .max(1),
    policyDocument: policyText,
    policyType: accessCheckPolicyType,
  }),
  output: z.object(accessCheck),
  errors: [InvalidParameterException, UnprocessableEntityException],
  example: {
    access: [{ actions: ['chime:DeleteAccount'] }],
    policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:*","Resource":"*"}]}',
    policyType: 'IDENTITY_POLICY',
  },
  async handler({ catalogue }, { access: [access = {}], policyDocument, policyType }) {
    const { actions, resources } = access;
    if (!actions?.length && !resources?.length) throw new InvalidParameterException('Name at least one action or one resource in access.');
    const policy = compileForCheck(policyDocument, policyType, 'policyDocument');
    const question = { actions: actions?.length ? actions : undefined, resources: resources?.length ? resources : undefined };
    const what = question.actions === undefined ? 'resources' : 'actions';
    return answerCheck(
      () => findGrantedAccess(policy, question, catalogue),
      `The policy document does not grant access to perform one or more of the listed ${what}.`,
      `The policy document grants access to perform one or more of the listed ${what}.`,
      `One or more of the listed ${what}`,
    );
  },
});
