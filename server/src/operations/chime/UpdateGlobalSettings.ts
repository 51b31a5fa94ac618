import { z } from 'zod';
import { BadRequestException, ConflictException, NotFoundException, ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { BusinessCallingSettings, VoiceConnectorSettings } from '../../shapes/cdr.ts';

export const UpdateGlobalSettings = operation({
  name: 'UpdateGlobalSettings',
  summary:
    "Updates global settings for the administrator's AWS account, such as Amazon Chime Business Calling and Amazon Chime Voice Connector settings",
  needs: { actions: ['UpdateCDRBucket'] },
  mutates: true,
  http: { method: 'PUT', path: '/settings', status: 204 },
  input: z.object({ BusinessCalling: BusinessCallingSettings.optional(), VoiceConnector: VoiceConnectorSettings.optional() }),
  output: nothing,
  errors: [BadRequestException, NotFoundException, ConflictException, ServiceUnavailableException],
  example: { BusinessCalling: { CdrBucket: 'acme-chime-cdr' } },
});
