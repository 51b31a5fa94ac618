import { z } from 'zod';

// The published shapes of GetUserSettings and UpdateUserSettings.

const TelephonySettings = z
  .object({ InboundCalling: z.boolean(), OutboundCalling: z.boolean(), SMS: z.boolean() })
  .meta({ id: 'TelephonySettings' });

export const UserSettings = z.object({ Telephony: TelephonySettings }).meta({ id: 'UserSettings' });
