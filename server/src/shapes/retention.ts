import { z } from 'zod';

// The published shapes of GetRetentionSettings and PutRetentionSettings.

const retentionDays = z.int().min(1).max(5475).meta({ id: 'RetentionDays' });

export const RetentionSettings = z
  .object({
    RoomRetentionSettings: z.object({ RetentionDays: retentionDays.optional() }).meta({ id: 'RoomRetentionSettings' }).optional(),
    ConversationRetentionSettings: z
      .object({ RetentionDays: retentionDays.optional() })
      .meta({ id: 'ConversationRetentionSettings' })
      .optional(),
  })
  .meta({ id: 'RetentionSettings' });
