import { findNewAccess } from '@carillon/iam';
import { z } from 'zod';
import { InvalidParameterException, UnprocessableEntityException } from '../../errors.ts';
import { answerCheck, compileForCheck } from '../../iam/access-checks.ts';
import { analyzerOperation } from '../../operation.ts';
import { accessCheck, accessCheckPolicyType, policyText } from '../../shapes/access-analyzer.ts';

export const CheckNoNewAccess = analyzerOperation({
  action: {
    name: 'CheckNoNewAccess',
    access: 'Read',
    summary: 'Grants permission to check whether new access is allowed for an updated policy when compared to the existing policy',
    dependsOn: [],
  },
  http: { path: '/policy/check-no-new-access' },
  input: z.object({ existingPolicyDocument: policyText, newPolicyDocument: policyText, policyType: accessCheckPolicyType }),
  output: z.object(accessCheck),
  errors: [InvalidParameterException, UnprocessableEntityException],
  example: {
    existingPolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:Get*","Resource":"*"}]}',
    newPolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["chime:Get*","chime:List*"],"Resource":"*"}]}',
    policyType: 'IDENTITY_POLICY',
  },
  async handler({ catalogue }, { existingPolicyDocument, newPolicyDocument, policyType }) {
    const existing = compileForCheck(existingPolicyDocument, policyType, 'existingPolicyDocument');
    const updated = compileForCheck(newPolicyDocument, policyType, 'newPolicyDocument');
    return answerCheck(
      () => findNewAccess(existing, updated, catalogue),
      'The updated policy does not grant new access compared to your existing policy.',
      'The modified permissions grant new access compared to your existing policy.',
      'New access',
    );
  },
});
