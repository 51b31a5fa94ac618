import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { CreateVirtualMFADevice } from '../../src/operations/iam/CreateVirtualMFADevice.ts';
import { EnableMFADevice } from '../../src/operations/iam/EnableMFADevice.ts';
import { codeOf, stepAt } from '../../src/iam/totp.ts';
import { enableMfaDevice, insertMfaDevice } from '../../src/store/iam-mfa.ts';
import { beginIdentityChange } from '../../src/store/principals.ts';
import { present } from './members.ts';
import { acme, type Person, type World } from './world.ts';

/** An authenticator app. */
export interface Authenticator {
  readonly serialNumber: string;
  /** What it shows, or showed or will show some steps from now. */
  code(steps?: number): string;
}

/** Sets up an authenticator for a user, as people do: by the seed, and with two codes. */
export async function newAuthenticator(world: World, person: Person, UserName: string): Promise<Authenticator> {
  const { VirtualMFADevice } = await person.call(CreateVirtualMFADevice, { VirtualMFADeviceName: `${UserName}-phone` });
  const seed = fromBase32(Buffer.from(present(VirtualMFADevice.Base32StringSeed), 'base64').toString());
  const code = (steps = 0) => codeOf(seed, stepAt(world.clock.now()) + steps);
  const SerialNumber = VirtualMFADevice.SerialNumber;
  await person.call(EnableMFADevice, { UserName, SerialNumber, AuthenticationCode1: code(-2), AuthenticationCode2: code(-1) });
  return { serialNumber: SerialNumber, code };
}

/** What an authenticator app makes of a seed that is typed in. */
export function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** The seed of the device that examples speak of. */
const exampleSeed = Buffer.from('12345678901234567890');
const exampleName = 'carol-phone';

/** The examples' codes, as the examples' device shows them when the world's clock starts. */
export function withExampleCodes(text: string): string {
  const step = stepAt(Date.UTC(2026, 5, 1, 12));
  const { AuthenticationCode1, AuthenticationCode2 } = EnableMFADevice.example;
  return text
    .replace(`"${AuthenticationCode1}"`, `"${codeOf(exampleSeed, step)}"`)
    .replace(`"${AuthenticationCode2}"`, `"${codeOf(exampleSeed, step + 1)}"`);
}

/** Makes the examples' device, enabled for the examples' user or for nobody. */
export async function addExampleDevice({ database }: World, { enabled }: { enabled: boolean }): Promise<void> {
  await database.write(acme, async (tx) => {
    const change = await beginIdentityChange(tx);
    const serialNumber = await insertMfaDevice(change, { name: exampleName, path: '/', seed: exampleSeed, createdAt: 0, tags: {} });
    const [user] = await tx.query(tx.sql.selectFrom('iam_users').select('id').where('name', '=', CreateUser.example.UserName));
    if (enabled) await enableMfaDevice(change, serialNumber, { userId: user?.id ?? '', enabledAt: 0, lastStep: 0, driftSteps: 0 });
  });
}
