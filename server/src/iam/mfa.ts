import { InvalidAuthenticationCode } from '../errors.ts';
import { codeOf, findStep, stepAt } from './totp.ts';

/** Steps a device's clock may be wrong when it is enabled or synchronised again: ten minutes. */
const reach = 20;

/**
 * Finds out how a device's clock runs from two codes that it showed one after the other. Throws InvalidAuthenticationCode
 * if they are not that, or were used before.
 */
export function readConsecutiveCodes(
  device: { readonly seed: Uint8Array; readonly lastStep: number },
  [first, second]: readonly [string, string],
  now: number,
): { lastStep: number; driftSteps: number } {
  const step = findStep(device.seed, first, stepAt(now), reach);
  if (step === undefined || codeOf(device.seed, step + 1) !== second || step <= device.lastStep)
    throw new InvalidAuthenticationCode('Authentication code for device is not valid.');
  return { lastStep: step + 1, driftSteps: step + 1 - stepAt(now) };
}
