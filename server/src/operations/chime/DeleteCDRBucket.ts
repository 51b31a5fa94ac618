import { z } from 'zod';
import { deleteBucketAtStore, requireEmpty } from '../../cdr/delete-bucket.ts';
import { ConflictException, NotFoundException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { bucketArn, bucketName } from '../../shapes/cdr.ts';
import { forgetBucket, getBucket, lockBucket } from '../../store/cdr-buckets.ts';

export const DeleteCDRBucket = operation({
  action: {
    name: 'DeleteCDRBucket',
    access: 'Write',
    summary: 'Deletes a Call Detail Record S3 bucket from your Amazon Chime account',
    dependsOn: [{ action: 's3:DeleteBucket', resource: ({ BucketName }) => bucketArn(BucketName) }],
  },
  http: { method: 'DELETE', path: '/cdr-buckets/{BucketName}', status: 204 },
  input: z.object({ BucketName: bucketName }),
  output: nothing,
  errors: [NotFoundException, ConflictException, ServiceUnavailableException],
  example: { BucketName: 'acme-chime-cdr' },
  async ask({ connections, read }, { BucketName }) {
    await read((tx) => getBucket(tx, BucketName));
    await requireEmpty(connections.objects, BucketName);
  },
  act: ({ now, connections, write }, { BucketName }) => deleteBucketAtStore(connections.objects, write, BucketName, now),
  async handler({ tx }, { BucketName }) {
    await lockBucket(tx, BucketName);
    await forgetBucket(tx, BucketName);
    return {};
  },
});
