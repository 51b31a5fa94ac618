import { z } from 'zod';
import { InvalidInput } from '../../errors.ts';
import { policyTypes } from '../../iam/denial-wire.ts';
import { listAttempts } from '../../iam/simulation-request.ts';
import { queryOperation } from '../../operation.ts';
import { denialPolicyType } from '../../shapes/denial.ts';

const actionName = z.string().min(3).max(128).meta({ id: 'callerActionNameType' });

const Permission = z
  .object({
    Action: z.string(),
    Decision: z.enum(['allowed', 'explicitDeny', 'implicitDeny']).meta({ id: 'CallerDecision' }),
    // The layer that refuses; absent where nothing does.
    PolicyType: denialPolicyType.optional(),
  })
  .meta({ id: 'CallerPermission' });

/** Ours: AWS has no call that tells without further permission what one may do oneself. */
export const GetCallerPermissions = queryOperation('iam', {
  name: 'GetCallerPermissions',
  // It tells no more than trying would: which kind of policy refuses, not what any policy says.
  needs: { actions: [] },
  summary: 'Returns which actions you may call right now, and which kind of policy refuses the others',
  mutates: false,
  input: z.object({
    ActionNames: z.array(actionName).min(1).max(300).meta({ id: 'callerActionListType' }),
    Resource: z
      .string()
      .min(1)
      .max(2048)
      .meta({ id: 'callerResourceNameType' })
      .optional()
      .describe('What the actions are decided on; absent = *.'),
  }),
  output: z.object({ Permissions: z.array(Permission) }),
  errors: [InvalidInput],
  example: { ActionNames: ['chime:SuspendUsers', 'chime:DeleteAccount'] },
  async ask({ decide }, { ActionNames, Resource = '*' }) {
    return decide(listAttempts(ActionNames, [Resource]));
  },
  async handler(_ctx, { ActionNames }, decisions) {
    const Permissions = decisions.map(({ decision, layer }, index) => ({
      Action: ActionNames[index] ?? '',
      Decision: decision,
      ...(decision !== 'allowed' && { PolicyType: policyTypes[layer ?? 'identity'] }),
    }));
    return { Permissions };
  },
});
