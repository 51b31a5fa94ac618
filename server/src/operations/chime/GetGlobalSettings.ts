import { z } from 'zod';
import { ServiceUnavailableException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { BusinessCallingSettings, VoiceConnectorSettings } from '../../shapes/cdr.ts';
import { findSetting } from '../../store/cdr-settings.ts';

export const GetGlobalSettings = operation({
  name: 'GetGlobalSettings',
  summary:
    "Retrieves global settings for the administrator's AWS account, such as Amazon Chime Business Calling and Amazon Chime Voice Connector settings",
  needs: { actions: ['GetCDRBucket'] },
  mutates: false,
  http: { method: 'GET', path: '/settings', status: 200 },
  input: z.object({}),
  output: z.object({ BusinessCalling: BusinessCallingSettings.optional(), VoiceConnector: VoiceConnectorSettings.optional() }),
  errors: [ServiceUnavailableException],
  example: {},
  async view({ tx }) {
    const setting = await findSetting(tx);
    return { BusinessCalling: { CdrBucket: setting?.bucket_name } };
  },
});
