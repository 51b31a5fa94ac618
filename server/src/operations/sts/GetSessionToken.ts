import { z } from 'zod';
import { AccessDenied } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { Credentials, serialNumber, sessionDurationSeconds, tokenCode } from '../../shapes/sts.ts';
import { issueCredentials, sessionMfa } from '../../store/temporary-credentials.ts';

/** The root of an account gets an hour. Source: STS API Reference, GetSessionToken. */
const rootSecondsMax = 3600;

export const GetSessionToken = queryOperation('sts', {
  name: 'GetSessionToken',
  // Whoever has a long-term key may have a session with the same permissions or fewer.
  needs: { actions: [] },
  summary: 'Returns temporary credentials of the user who asks, proven with a second factor if one is shown',
  mutates: true,
  takesMfa: true,
  input: z.object({
    DurationSeconds: sessionDurationSeconds.optional(),
    SerialNumber: serialNumber.optional(),
    TokenCode: tokenCode.optional(),
  }),
  output: z.object({ Credentials: Credentials.optional() }),
  errors: [AccessDenied],
  example: { DurationSeconds: 3600 },
  async handler({ tx, principal, now, random }, { DurationSeconds = 43_200 }) {
    if (principal.session) throw new AccessDenied('Cannot call GetSessionToken with session credentials');
    const seconds = principal.kind === 'root' ? Math.min(DurationSeconds, rootSecondsMax) : DurationSeconds;
    const session = {
      awsAccountId: principal.awsAccountId,
      ownerId: principal.kind === 'root' ? '' : principal.principalId,
      issuedAt: now,
      expiresAt: now + seconds * 1000,
      policyArns: [],
      tags: {},
      transitiveTags: {},
      mfa: sessionMfa(principal),
    };
    return { Credentials: issueCredentials(tx, session, random) };
  },
});
