import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { UserSettings } from '../../shapes/user-settings.ts';

export const GetUserSettings = operation({
  name: 'GetUserSettings',
  summary: 'Retrieves settings for the specified user ID, such as any associated phone number settings',
  needs: { actions: ['GetUser'] },
  mutates: false,
  http: { method: 'GET', path: '/accounts/{AccountId}/users/{UserId}/settings', status: 200 },
  input: z.object({ AccountId: z.string(), UserId: z.string() }),
  output: z.object({ UserSettings: UserSettings.optional() }),
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', UserId: '0198f3a2-8e2f-7a01-9c4d-2b3c4d5e6f70' },
});
