import { z } from 'zod';
import { queryOperation } from '../../operation.ts';
import { arn } from '../../shapes/iam.ts';

export const GetCallerIdentity = queryOperation('sts', {
  name: 'GetCallerIdentity',
  // Nobody can be denied this: whoever has the credentials could find out in other ways.
  needs: { actions: [] },
  summary: 'Returns details about the IAM user or role whose credentials are used to call the operation',
  mutates: false,
  input: z.object({}),
  output: z.object({ UserId: z.string().optional(), Account: z.string().optional(), Arn: arn.optional() }),
  errors: [],
  example: {},
  async handler({ principal }) {
    return { UserId: principal.principalId, Account: principal.awsAccountId, Arn: principal.arn };
  },
});
