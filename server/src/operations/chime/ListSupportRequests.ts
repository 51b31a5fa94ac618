import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { SupportRequest } from '../../shapes/support.ts';

export const ListSupportRequests = operation({
  name: 'ListSupportRequests',
  summary: 'Lists the customer service support requests submitted from your AWS account',
  needs: { actions: ['SubmitSupportRequest'] },
  mutates: false,
  http: { method: 'GET', path: '/support-requests', status: 200 },
  input: z.object({ MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ SupportRequests: z.array(SupportRequest), NextToken: nextToken.optional() }),
  errors: [BadRequestException],
  example: { MaxResults: 50 },
});
