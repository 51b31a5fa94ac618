import { z } from 'zod';
import { BadRequestException, ConflictException, NotFoundException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { anyBucketArn, bucketArn, bucketName, CDRBucket } from '../../shapes/cdr.ts';

export const UpdateCDRBucket = operation({
  action: {
    name: 'UpdateCDRBucket',
    access: 'Write',
    summary: 'Updates your Call Detail Record S3 bucket',
    aliases: ['UpdateCDRSettings'],
    dependsOn: [
      { action: 's3:CreateBucket', resource: ({ NewBucketName }) => bucketArn(NewBucketName) },
      { action: 's3:DeleteBucket', resource: ({ BucketName }) => bucketArn(BucketName) },
      { action: 's3:ListAllMyBuckets', resource: () => anyBucketArn },
    ],
  },
  http: { method: 'PUT', path: '/cdr-buckets/{BucketName}', status: 200 },
  input: z.object({ BucketName: bucketName, NewBucketName: bucketName }),
  output: z.object({ CDRBucket }),
  errors: [BadRequestException, NotFoundException, ConflictException, ServiceUnavailableException],
  example: { BucketName: 'acme-chime-cdr', NewBucketName: 'acme-chime-cdr-2027' },
});
