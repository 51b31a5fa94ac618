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
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001',
    UserSettings: { Telephony: { InboundCalling: true, OutboundCalling: true, SMS: false } },
  },
});
