import { z } from 'zod';
import { makeBucket, planBucket } from '../../cdr/adopt-bucket.ts';
import { toBucket } from '../../chime/cdr-output.ts';
import { BadRequestException, ConflictException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { clientRequestToken } from '../../shapes/common.ts';
import { anyBucketArn, bucketArn, bucketName, bucketRegion, CDRBucket } from '../../shapes/cdr.ts';
import { keepBucket } from '../../store/cdr-buckets.ts';
import { chooseFirstBucket, findSetting } from '../../store/cdr-settings.ts';

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
  ask: ({ principal, now, connections, read }, { BucketName, Region }) =>
    planBucket(connections.objects, read, { name: BucketName, region: Region, awsAccountId: principal.awsAccountId, now }),
  async act({ now, connections, write }, _input, plan) {
    await makeBucket(connections.objects, write, plan, now);
    return plan;
  },
  async handler({ tx, now, nudge }, { BucketName }, plan) {
    const bucket = await keepBucket(tx, plan, now);
    await chooseFirstBucket(tx, BucketName, now);
    nudge('deliver-call-detail-records');
    return { CDRBucket: toBucket(bucket, await findSetting(tx)) };
  },
});
