import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { SupportRequest } from '../../shapes/support.ts';
import { newest } from '../../store/conversations.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';
import { listSupportRequests, openDescription } from '../../store/support-requests.ts';
import { toSupportRequest } from '../../support/output.ts';

export const ListSupportRequests = operation({
  name: 'ListSupportRequests',
  summary: 'Lists the customer service support requests submitted from your AWS account',
  needs: { actions: ['SubmitSupportRequest'] },
  mutates: false,
  http: { method: 'GET', path: '/support-requests', status: 200 },
  input: z.object({ MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ SupportRequests: z.array(SupportRequest), NextToken: nextToken.optional() }),
  errors: [BadRequestException],
  example: { MaxResults: 50 },
  async handler({ tx }, { MaxResults, NextToken }) {
    const before = readPageToken(tx, 'ListSupportRequests', NextToken, BadRequestException);
    const { rows, lastKey } = await listSupportRequests(tx, before === '' ? newest : before, MaxResults);
    const SupportRequests = rows.map((row) => toSupportRequest(row, openDescription(tx, row)));
    return { SupportRequests, NextToken: pageToken(tx, 'ListSupportRequests', lastKey) };
  },
});
