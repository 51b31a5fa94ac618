import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { UserSettings } from '../../shapes/user-settings.ts';
import { lockAccount } from '../../store/accounts.ts';
import { putUserSettings } from '../../store/user-settings.ts';
import { getUser } from '../../store/users.ts';

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
  async handler({ tx }, { AccountId, UserId, UserSettings: { Telephony } }) {
    await lockAccount(tx, AccountId);
    const { id } = await getUser(tx, AccountId, UserId);
    const { InboundCalling, OutboundCalling, SMS } = Telephony;
    const settings = { inbound_calling: Number(InboundCalling), outbound_calling: Number(OutboundCalling), sms: Number(SMS) };
    await putUserSettings(tx, { user_id: id, ...settings });
    return {};
  },
});
