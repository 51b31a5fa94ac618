import { findStep, stepAt } from '../iam/totp.ts';
import { statement, type Tx } from './database.ts';
import { findMfaDevice } from './iam-mfa.ts';

/** Steps that a code may be early or late. */
const reach = 1;

/** Whether a code is right for a user's device. A right code is used up, and all before it: nobody who overheard it can use it again. */
export async function useMfaCode(
  tx: Tx,
  { serialNumber, userId, code, now }: { serialNumber: string; userId: string; code: string; now: number },
): Promise<boolean> {
  const device = await findMfaDevice(tx, serialNumber);
  if (device?.user?.id !== userId) return false;
  const step = findStep(device.seed, code, stepAt(now) + device.driftSteps, reach);
  if (step === undefined) return false;
  // The row decides between two requests that bring the same code at once.
  return (await tx.run(useUpStep, { awsAccountId: tx.awsAccountId, serialNumber, step })) > 0;
}

const useUpStep = statement<{ awsAccountId: string; serialNumber: string; step: number }>('useUpStep', (sql, param) =>
  sql
    .updateTable('iam_mfa_devices')
    .set({ last_step: param('step') })
    .where('serial_number', '=', param('serialNumber'))
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('last_step', '<', param('step')),
);
