import { z } from 'zod';
import { BadRequestException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { anyBucketArn, CDRBucketSummary } from '../../shapes/cdr.ts';

export const ListCDRBucket = operation({
  action: {
    name: 'ListCDRBucket',
    access: 'List',
    summary: 'Lists Call Detail Record S3 buckets',
    dependsOn: [
      { action: 's3:ListAllMyBuckets', resource: () => anyBucketArn },
      { action: 's3:ListBucket', resource: () => anyBucketArn },
    ],
  },
  http: { method: 'GET', path: '/cdr-buckets', status: 200 },
  input: z.object({ MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ Buckets: z.array(CDRBucketSummary), NextToken: nextToken.optional() }),
  errors: [BadRequestException, ServiceUnavailableException],
  example: { MaxResults: 50 },
});
