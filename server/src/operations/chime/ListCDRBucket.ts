import { z } from 'zod';
import { toBucketSummary } from '../../chime/cdr-output.ts';
import { BadRequestException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { anyBucketArn, CDRBucketSummary } from '../../shapes/cdr.ts';
import { listBuckets } from '../../store/cdr-buckets.ts';
import { findSetting } from '../../store/cdr-settings.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

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
  async handler({ tx }, { MaxResults = pageSize, NextToken }) {
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listBuckets(tx, after, MaxResults);
    const setting = await findSetting(tx);
    return { Buckets: rows.map((bucket) => toBucketSummary(bucket, setting)), NextToken: pageToken(tx, list, lastKey) };
  },
});

const pageSize = 100;
const list = 'ListCDRBucket';
