import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { changeAgainstDenial, explainDenial } from '../../iam/denial.ts';
import { toWireDenial } from '../../iam/denial-wire.ts';
import { queryOperation } from '../../operation.ts';
import { authorizationId, DenialChange, DenialClass, DenialContextEntry, DenialLayer, DenialPolicy } from '../../shapes/denial.ts';
import { findDenial } from '../../store/denials.ts';

/** Who may read every policy may read how they decided; nobody else. */
const readers = ['user', 'group', 'role', 'policy'] as const;
const readingActions = { user: 'GetUserPolicy', group: 'GetGroupPolicy', role: 'GetRolePolicy', policy: 'GetPolicyVersion' } as const;

export const GetRequestAuthorizationDetails = queryOperation('iam', {
  action: {
    name: 'GetRequestAuthorizationDetails',
    access: 'Read',
    summary:
      'Grants permission to retrieve why a request was denied, with the policies that decided and the smallest change that would allow it',
    dependsOn: readers.map((kind) => ({
      action: `iam:${readingActions[kind]}`,
      resource: (_input: unknown, { awsAccountId }: { awsAccountId: string }) => `arn:aws:iam::${awsAccountId}:${kind}/*`,
    })),
  },
  input: z.object({ AuthorizationId: authorizationId }),
  output: z.object({
    ...DenialClass.shape,
    Message: z.string(),
    Context: z.array(DenialContextEntry),
    Layers: z.array(DenialLayer),
    // Absent: no change of policies allows the request without allowing something else.
    Changes: z.array(DenialChange).optional(),
    Policies: z.array(DenialPolicy),
  }),
  errors: [NoSuchEntity],
  example: { AuthorizationId: '019e8306-5c00-7000-8000-000000000001' },
  async handler({ tx, now, catalogue }, { AuthorizationId }) {
    const denial = await findDenial(tx, AuthorizationId, now);
    if (!denial) throw new NoSuchEntity(`No refusal of the last 24 hours has the authorization id ${AuthorizationId}.`);
    return toWireDenial(denial, explainDenial(denial.detail, catalogue), changeAgainstDenial(denial.detail, catalogue));
  },
});
