import { afterAll, expect, test } from 'vitest';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { ResetPersonalPin } from '../../../src/operations/chime/ResetPersonalPin.ts';
import { drawPin } from '../../../src/store/pins.ts';
import { changeUser, createTeam, inviteUser, present } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');

test('the user has another ten-digit PIN from now on', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'pin@acme.example');
  const before = await world.ana.call(GetUser, { AccountId, UserId });
  const after = await world.ana.call(ResetPersonalPin, { AccountId, UserId });
  expect(present(after.User).PersonalPIN).toMatch(/^[1-9]\d{9}$/);
  expect(present(after.User).PersonalPIN).not.toBe(present(before.User).PersonalPIN);
  expect(await world.ana.call(GetUser, { AccountId, UserId })).toEqual(after);
});

test('a PIN that was ever issued is never drawn again, neither one in use nor one that was reset', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'old@acme.example');
  const old = present((await world.ana.call(GetUser, { AccountId, UserId })).User).PersonalPIN ?? '';
  const current = present((await world.ana.call(ResetPersonalPin, { AccountId, UserId })).User).PersonalPIN ?? '';
  // A row that did not get its PIN by drawing keeps it all the same.
  await changeUser(world, await inviteUser(world.ana, AccountId, 'given@acme.example'), { pin: '7000000000' });
  const drawn = await draw([old, current, '7000000000', '8000000000']);
  expect(drawn).toBe('8000000000');
  expect(await draw(['8000000000', '8000000001'])).toBe('8000000001');
});

test('every PIN is equally likely: draws above the last whole multiple are thrown away', async () => {
  expect(await drawBytes([0xffffffffff, 0])).toBe('1000000000');
  expect(await drawBytes([122 * 9_000_000_000, 122 * 9_000_000_000 - 1])).toBe('9999999999');
});

test('when every draw is taken the call fails with 503 instead of trying for ever', async () => {
  await draw(['5000000000']);
  await expect(draw(Array.from({ length: 1000 }, () => '5000000000'))).rejects.toMatchObject({ status: 503 });
});

test('a dry run leaves the PIN as it is', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'dry@acme.example');
  const before = await world.ana.call(GetUser, { AccountId, UserId });
  const rehearsed = await world.ana.call(ResetPersonalPin, { AccountId, UserId }, { dryRun: true });
  expect(rehearsed.User?.PersonalPIN).not.toBe(before.User?.PersonalPIN);
  expect(await world.ana.call(GetUser, { AccountId, UserId })).toEqual(before);
});

test('404 for a user of another account or another AWS account', async () => {
  const other = await createTeam(world.gil, 'Globex');
  const UserId = await inviteUser(world.gil, other, 'gil@globex.example');
  await expect(world.ana.call(ResetPersonalPin, { AccountId, UserId })).rejects.toMatchObject({ status: 404 });
  await expect(world.ana.call(ResetPersonalPin, { AccountId: other, UserId })).rejects.toMatchObject({ status: 404 });
});

/** Draws from a source that comes up with these PINs, one after the other. */
function draw(pins: readonly string[]): Promise<string> {
  return drawBytes(pins.map((pin) => Number(pin) - 1_000_000_000));
}

function drawBytes(numbers: readonly number[]): Promise<string> {
  let next = 0;
  const random = (bytes: number) => {
    const buffer = Buffer.alloc(bytes);
    buffer.writeUIntBE(numbers[next++] ?? 0, 0, bytes);
    return buffer;
  };
  return world.database.write('', (tx) => drawPin(tx, random, world.clock.now()));
}
