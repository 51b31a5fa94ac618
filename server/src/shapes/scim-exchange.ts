import { z } from 'zod';
import { nonEmptyString, sensitive, timestamp } from './common.ts';

/** Holds what an identity provider said about people: names and numbers masked, addresses not. */
const exchangeBody = z.string().meta({ id: 'ScimExchangeBody', ...sensitive });

/** Why an exchange failed, for whoever administers the identity provider. */
const ScimExchangeError = z
  .object({
    ScimType: z.string().describe('The keyword of RFC 7644, section 3.12, where there is one.').optional(),
    Detail: z.string().meta({ ...sensitive }),
    Meaning: z.string(),
    NextStep: z.string(),
  })
  .meta({ id: 'ScimExchangeError' });

/** What an identity provider sent, and what it was answered. */
export const ScimExchange = z
  .object({
    ExchangeId: nonEmptyString.describe('The request id; the audit event of a write has it, too.'),
    AccountId: z.string(),
    ApiKeyId: z.string(),
    Timestamp: timestamp,
    Method: z.string(),
    Path: z
      .string()
      .describe('Behind /scim/v2, with the query.')
      .meta({ ...sensitive }),
    Status: z.int(),
    DurationMs: z.int(),
    Summary: z
      .string()
      .describe('What was asked for.')
      .meta({ ...sensitive }),
    Request: exchangeBody.optional(),
    Response: exchangeBody.optional(),
    Error: ScimExchangeError.optional(),
  })
  .meta({ id: 'ScimExchange' });

/** What of the log is shown. */
export const exchangeOutcome = z.enum(['Changed', 'Failed']).meta({ id: 'ScimExchangeOutcome' });
export const exchangeSubject = z.enum(['Users', 'Groups']).meta({ id: 'ScimExchangeSubject' });
