import { z } from 'zod';
import { bucketFault } from '../../cdr/store-fault.ts';
import { toDescribedBucket } from '../../chime/cdr-output.ts';
import { NotFoundException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { bucketArn, bucketName, CDRBucket } from '../../shapes/cdr.ts';
import { getBucket } from '../../store/cdr-buckets.ts';
import { findSetting } from '../../store/cdr-settings.ts';

export const GetCDRBucket = operation({
  action: {
    name: 'GetCDRBucket',
    access: 'Read',
    summary: 'Gets the details of a Call Detail Record S3 bucket associated with your Amazon Chime account',
    dependsOn: [
      { action: 's3:GetBucketAcl', resource: ({ BucketName }) => bucketArn(BucketName) },
      { action: 's3:GetBucketLocation', resource: ({ BucketName }) => bucketArn(BucketName) },
      { action: 's3:GetBucketLogging', resource: ({ BucketName }) => bucketArn(BucketName) },
      { action: 's3:GetBucketVersioning', resource: ({ BucketName }) => bucketArn(BucketName) },
      { action: 's3:GetBucketWebsite', resource: ({ BucketName }) => bucketArn(BucketName) },
    ],
  },
  http: { method: 'GET', path: '/cdr-buckets/{BucketName}', status: 200 },
  input: z.object({ BucketName: bucketName }),
  output: z.object({ CDRBucket }),
  errors: [NotFoundException, ServiceUnavailableException],
  example: { BucketName: 'acme-chime-cdr' },
  async ask({ connections, read }, { BucketName }) {
    await read((tx) => getBucket(tx, BucketName));
    try {
      return await connections.objects.describeBucket(BucketName);
    } catch (error) {
      throw bucketFault(error, BucketName);
    }
  },
  async handler({ tx }, { BucketName }, description) {
    return { CDRBucket: toDescribedBucket(await getBucket(tx, BucketName), await findSetting(tx), description) };
  },
});
