import { z } from 'zod';
import { operation } from '../../operation.ts';
import { supportDiagnostics } from '../../shapes/support.ts';
import { isShared } from '../../store/aws-accounts.ts';
import { readDiagnostics, withholdTenants } from '../../support/diagnostics.ts';

export const GetSupportDiagnostics = operation({
  name: 'GetSupportDiagnostics',
  summary: 'Shows the diagnostics that a customer service support request would have attached',
  needs: { actions: ['SubmitSupportRequest'] },
  mutates: false,
  http: { method: 'GET', path: '/support-diagnostics', status: 200 },
  input: z.object({}),
  output: z.object({
    Diagnostics: supportDiagnostics,
    Withheld: z.string().describe('Why some of it is shown to nobody but whom the request is mailed to.').optional(),
  }),
  errors: [],
  example: {},
  // Before the transaction: to count takes a while.
  ask: ({ read, now }) => read(async (tx) => ({ diagnostics: await readDiagnostics(tx, now), withholds: await isShared(tx) })),
  async handler({ build }, _input, { diagnostics, withholds }) {
    const Diagnostics = JSON.stringify({ ...build, ...(withholds ? withholdTenants(diagnostics) : diagnostics) }, undefined, 2);
    return withholds ? { Diagnostics, Withheld } : { Diagnostics };
  },
});

const Withheld =
  'Several AWS accounts use this installation, so what is counted and what has failed is told to nobody but whom the request is mailed to.';
