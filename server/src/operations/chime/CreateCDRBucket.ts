import { z } from 'zod';
import { BadRequestException, ConflictException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { clientRequestToken } from '../../shapes/common.ts';
import { anyBucketArn, bucketArn, bucketName, bucketRegion, CDRBucket } from '../../shapes/cdr.ts';

export const CreateCDRBucket = operation({
  action: {
    name: 'CreateCDRBucket',
    access: 'Write',
    summary: 'Creates a new Call Detail Record S3 bucket',
    dependsOn: [
      { action: 's3:CreateBucket', resource: ({ BucketName }) => bucketArn(BucketName) },
      { action: 's3:ListAllMyBuckets', resource: () => anyBucketArn },
    ],
  },
  http: { method: 'POST', path: '/cdr-buckets', status: 201 },
  input: z.object({ BucketName: bucketName, Region: bucketRegion.optional(), ClientRequestToken: clientRequestToken.optional() }),
  output: z.object({ CDRBucket }),
  errors: [BadRequestException, ConflictException, ServiceUnavailableException],
  example: { BucketName: 'acme-chime-cdr', Region: 'us-east-1' },
});
