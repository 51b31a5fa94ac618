import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { UserSettings } from '../../shapes/user-settings.ts';

export const UpdateUserSettings = operation({
  name: 'UpdateUserSettings',
  summary: 'Updates the settings for the specified user, such as phone number settings',
  needs: { actions: ['UpdateUserLicenses'] },
  mutates: true,
  http: { method: 'PUT', path: '/accounts/{AccountId}/users/{UserId}/settings', status: 204 },
  input: z.object({ AccountId: z.string(), UserId: z.string(), UserSettings }),
  output: nothing,
  errors: [BadRequestException, NotFoundException],
  example: {
    AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10',
    UserId: '0198f3a2-8e2f-7a01-9c4d-2b3c4d5e6f70',
    UserSettings: { Telephony: { InboundCalling: true, OutboundCalling: true, SMS: false } },
  },
});
