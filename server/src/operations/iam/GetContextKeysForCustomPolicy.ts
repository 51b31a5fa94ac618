import { listContextKeys } from '@carillon/iam';
import { z } from 'zod';
import { InvalidInput } from '../../errors.ts';
import { compileInputs } from '../../iam/policy-sources.ts';
import { queryOperation } from '../../operation.ts';
import { policyInputList } from '../../shapes/simulation.ts';

export const GetContextKeysForCustomPolicy = queryOperation('iam', {
  action: {
    name: 'GetContextKeysForCustomPolicy',
    access: 'Read',
    summary: 'Grants permission to retrieve a list of all of the context keys that are referenced in the specified policy',
    dependsOn: [],
  },
  input: z.object({ PolicyInputList: policyInputList }),
  output: z.object({ ContextKeyNames: z.array(z.string()) }),
  errors: [InvalidInput],
  example: {
    PolicyInputList: [
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}',
    ],
  },
  async handler(_ctx, { PolicyInputList }) {
    return { ContextKeyNames: listContextKeys(compileInputs(PolicyInputList, 'inline-role', 'PolicyInputList')) };
  },
});
