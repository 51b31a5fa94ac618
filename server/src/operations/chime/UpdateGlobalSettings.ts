import { z } from 'zod';
import { planMove, prepareMove, recordMove } from '../../cdr/move-bucket.ts';
import { BadRequestException, ConflictException, NotFoundException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { anyBucketArn, bucketArn, BusinessCallingSettings, VoiceConnectorSettings } from '../../shapes/cdr.ts';
import { findSetting } from '../../store/cdr-settings.ts';
import type { Tx } from '../../store/database.ts';

export const UpdateGlobalSettings = operation({
  name: 'UpdateGlobalSettings',
  summary:
    "Updates global settings for the administrator's AWS account, such as Amazon Chime Business Calling and Amazon Chime Voice Connector settings",
  needs: {
    actions: ['UpdateCDRBucket'],
    // What UpdateCDRBucket depends on, or this would be a way around it.
    dependsOn: [
      { action: 's3:CreateBucket', resource: (input) => bucketArn(newBucket(input)), when: namesBucket },
      {
        action: 's3:DeleteBucket',
        resource: async (input, _principal, tx) => bucketArn((await presentBucket(tx)) ?? newBucket(input)),
        when: namesBucket,
      },
      { action: 's3:ListAllMyBuckets', resource: () => anyBucketArn, when: namesBucket },
    ],
  },
  mutates: true,
  http: { method: 'PUT', path: '/settings', status: 204 },
  input: z.object({ BusinessCalling: BusinessCallingSettings.optional(), VoiceConnector: VoiceConnectorSettings.optional() }),
  output: nothing,
  errors: [BadRequestException, NotFoundException, ConflictException, ServiceUnavailableException],
  example: { BusinessCalling: { CdrBucket: 'acme-chime-cdr' } },
  async ask({ principal, now, connections, read }, input) {
    if (input.VoiceConnector?.CdrBucket !== undefined) {
      throw new BadRequestException('Carillon has no Voice Connectors, so their records need no bucket. Leave VoiceConnector out.');
    }
    if (!namesBucket(input)) {
      throw new BadRequestException(
        'Name a bucket in BusinessCalling.CdrBucket. To end deliveries, delete the bucket with DeleteCDRBucket.',
      );
    }
    const from = await read(presentBucket);
    return planMove(connections.objects, read, { from, to: newBucket(input), awsAccountId: principal.awsAccountId, now });
  },
  async act({ now, connections, write }, _input, move) {
    await prepareMove(connections.objects, write, move, now);
    return move;
  },
  async handler({ tx, now, nudge }, _input, move) {
    await recordMove(tx, move, now);
    nudge('deliver-call-detail-records');
    nudge('remove-cdr-buckets');
    return {};
  },
});

interface Settings {
  readonly BusinessCalling?: { readonly CdrBucket?: string | undefined } | undefined;
}

function namesBucket({ BusinessCalling }: Settings): boolean {
  return BusinessCalling?.CdrBucket !== undefined;
}

function newBucket({ BusinessCalling }: Settings): string {
  return BusinessCalling?.CdrBucket ?? '';
}

async function presentBucket(tx: Tx): Promise<string | undefined> {
  return (await findSetting(tx))?.bucket_name;
}
