import { z } from 'zod';
import { planMove, prepareMove, recordMove } from '../../cdr/move-bucket.ts';
import { oldBucketKept, toBucket } from '../../chime/cdr-output.ts';
import { BadRequestException, ConflictException, NotFoundException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { anyBucketArn, bucketArn, bucketName, CDRBucket } from '../../shapes/cdr.ts';
import { findSetting } from '../../store/cdr-settings.ts';

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
  ask: ({ principal, now, connections, read }, { BucketName, NewBucketName }) =>
    planMove(connections.objects, read, { from: BucketName, to: NewBucketName, awsAccountId: principal.awsAccountId, now }),
  async act({ now, connections, write }, _input, move) {
    await prepareMove(connections.objects, write, move, now);
    return move;
  },
  async handler({ tx, now, nudge }, _input, move) {
    const { chosen, kept } = await recordMove(tx, move, now);
    nudge('deliver-call-detail-records');
    nudge('remove-cdr-buckets');
    return { CDRBucket: toBucket(chosen, await findSetting(tx), kept ? [oldBucketKept(kept)] : []) };
  },
});
