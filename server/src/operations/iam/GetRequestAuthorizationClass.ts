import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { toWireDenialClass } from '../../iam/denial-wire.ts';
import { queryOperation } from '../../operation.ts';
import { authorizationId, DenialClass } from '../../shapes/denial.ts';
import { findDenial } from '../../store/denials.ts';

export const GetRequestAuthorizationClass = queryOperation('iam', {
  name: 'GetRequestAuthorizationClass',
  // Nobody can be denied this: whoever was refused was told as much with the refusal.
  needs: { actions: [] },
  summary: 'Returns which kind of policy denied a request of your own',
  mutates: false,
  input: z.object({ AuthorizationId: authorizationId }),
  output: z.object(DenialClass.shape),
  errors: [NoSuchEntity],
  example: { AuthorizationId: '019e8306-5c00-7000-8000-000000000002' },
  async handler({ tx, now, principal }, { AuthorizationId }) {
    const denial = await findDenial(tx, AuthorizationId, now);
    if (denial?.principalId !== principal.principalId)
      throw new NoSuchEntity(`No request of yours with the authorization id ${AuthorizationId} was refused in the last 24 hours.`);
    return toWireDenialClass(denial);
  },
});
