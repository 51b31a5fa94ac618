import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { UserSettings } from '../../shapes/user-settings.ts';
import { findUserSettings } from '../../store/user-settings.ts';
import { getUser } from '../../store/users.ts';

export const GetUserSettings = operation({
  name: 'GetUserSettings',
  summary: 'Retrieves settings for the specified user ID, such as any associated phone number settings',
  needs: { actions: ['GetUser'] },
  mutates: false,
  http: { method: 'GET', path: '/accounts/{AccountId}/users/{UserId}/settings', status: 200 },
  input: z.object({ AccountId: z.string(), UserId: z.string() }),
  output: z.object({ UserSettings: UserSettings.optional() }),
  errors: [NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001' },
  async handler({ tx }, { AccountId, UserId }) {
    const settings = await findUserSettings(tx, await getUser(tx, AccountId, UserId));
    // Assumed: all on, as in the example output of `aws chime get-user-settings`.
    const { inbound_calling: inbound, outbound_calling: outbound, sms } = settings ?? { inbound_calling: 1, outbound_calling: 1, sms: 1 };
    return { UserSettings: { Telephony: { InboundCalling: inbound === 1, OutboundCalling: outbound === 1, SMS: sms === 1 } } };
  },
});
