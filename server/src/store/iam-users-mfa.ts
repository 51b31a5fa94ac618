import { NoSuchEntity } from '../errors.ts';
import type { Tx } from './database.ts';
import { getMfaDevice, type MfaDevice } from './iam-mfa.ts';
import { getUser } from './iam-users.ts';

/** A device that is enabled for the user of this name. Throws NoSuchEntity. */
export async function getUsersMfaDevice(
  tx: Tx,
  userName: string,
  serialNumber: string,
): Promise<{ device: MfaDevice; user: { id: string; enabledAt: number } }> {
  const { id } = await getUser(tx, userName);
  const device = await getMfaDevice(tx, serialNumber);
  if (device.user?.id !== id) throw new NoSuchEntity(`MFA Device with serial number ${serialNumber} is not enabled for user ${userName}.`);
  return { device, user: device.user };
}
