import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LookupEvents } from '../../src/operations/cloudtrail/LookupEvents.ts';
import { CreateAccountAlias } from '../../src/operations/iam/CreateAccountAlias.ts';
import { CreateRole } from '../../src/operations/iam/CreateRole.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { AttachRolePolicy } from '../../src/operations/iam/AttachRolePolicy.ts';
import { DeactivateMFADevice } from '../../src/operations/iam/DeactivateMFADevice.ts';
import { DeleteLoginProfile } from '../../src/operations/iam/DeleteLoginProfile.ts';
import { GetUser } from '../../src/operations/iam/GetUser.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { UpdateLoginProfile } from '../../src/operations/iam/UpdateLoginProfile.ts';
import { insertSetupInvitation } from '../../src/store/console-setup.ts';
import { hashToken } from '../../src/store/link-tokens.ts';
import { consolePassword, givePassword, openConsole, type ConsoleBrowser } from '../support/console.ts';
import { listen, type Listening } from '../support/listening.ts';
import { newAuthenticator } from '../support/mfa.ts';
import { acme, createWorld, type World } from '../support/world.ts';

let world: World;
let server: Listening;
beforeAll(async () => {
  world = await createWorld();
  server = await listen(world);
  await world.ana.call(CreateAccountAlias, { AccountAlias: 'acme' });
  await givePassword(world, 'bo');
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const as = (UserName: string): ConsoleBrowser => openConsole(server, { Account: 'acme', UserName });
const iam = { 'x-carillon-service': 'iam', 'content-type': 'application/x-www-form-urlencoded' };

test('an IAM user signs in with account id or alias, and the session makes the same calls as a key, with the same refusals', async () => {
  for (const Account of ['acme', acme]) {
    const bo = as('bo');
    expect(await bo.signIn({ Account })).toMatchObject({ status: 200, json: {} });
    expect(await bo.session()).toMatchObject({ AccountId: acme, UserName: 'bo', Arn: `arn:aws:iam::${acme}:user/bo`, HasMfa: false });
    expect(await bo.send('GET', '/accounts')).toMatchObject({ status: 200, json: { Accounts: [] } });
    expect(await world.ana.call(GetUser, { UserName: 'bo' })).toMatchObject({ User: { PasswordLastUsed: '2026-06-01T12:00:00Z' } });
    expect(await bo.send('POST', '/accounts', { Name: 'Mine' })).toMatchObject({ status: 403, json: { Code: 'AccessDenied' } });
  }
});

test('the other services are reached in their own protocols', async () => {
  const bo = as('bo');
  await bo.signIn();
  const identity = await bo.browser.send(
    'POST',
    '/',
    { ...iam, 'x-carillon-service': 'sts', 'x-carillon-session': (await bo.session())?.Proof ?? '' },
    'Action=GetCallerIdentity&Version=2011-06-15',
  );
  expect(identity.html).toContain(`<Arn>arn:aws:iam::${acme}:user/bo</Arn>`);
});

describe('nobody gets in', () => {
  test('with a wrong password, an unknown user or an unknown account: the answer is the same', async () => {
    const wrong = [{ Password: 'Wrong-password-1' }, { UserName: 'nobody' }, { Account: 'nowhere' }, { Account: '999999999999' }];
    const answers = [];
    for (const fields of wrong) answers.push(await as('bo').signIn(fields));
    for (const { status, json } of answers) expect({ status, json }).toEqual({ status: 401, json: answers[0]?.json });
  });

  test('by guessing: attempts have to wait', async () => {
    const stranger = as('eve');
    const statuses = [];
    for (let attempt = 0; attempt < 8; attempt++) statuses.push((await stranger.signIn({ Password: `Guess-number-${attempt}` })).status);
    expect(statuses).toContain(429);
  });

  test('with the cookie alone: a call needs the proof that only pages of the session can read', async () => {
    const bo = as('bo');
    await bo.signIn();
    for (const proof of ['', 'x'.repeat(43)]) {
      expect(await bo.send('GET', '/accounts', undefined, { 'x-carillon-session': proof })).toMatchObject({ status: 401 });
      expect(await bo.send('DELETE', '/console/session', undefined, { 'x-carillon-session': proof })).toMatchObject({ status: 401 });
    }
    expect(await bo.send('GET', '/accounts', undefined, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 401 });
    expect(await bo.send('POST', '/console/session', {}, { 'content-type': 'text/plain' })).toMatchObject({ status: 403 });
  });
});

describe('a session ends', () => {
  test('when its user signs out', async () => {
    const bo = as('bo');
    await bo.signIn();
    const cookie = [...bo.browser.cookies];
    expect(await bo.send('DELETE', '/console/session')).toMatchObject({ status: 200 });
    for (const [name, value] of cookie) bo.browser.cookies.set(name, value);
    expect(await bo.send('GET', '/accounts')).toMatchObject({ status: 401 });
    expect(await bo.session()).toBeNull();
  });

  test('after an hour of silence, and after twelve hours in any case', async () => {
    const bo = as('bo');
    await bo.signIn();
    world.clock.advance(59 * 60_000);
    expect(await bo.send('GET', '/accounts')).toMatchObject({ status: 200 });
    world.clock.advance(59 * 60_000);
    expect(await bo.send('GET', '/accounts', undefined, { 'x-carillon-background': 'true' })).toMatchObject({ status: 200 });
    world.clock.advance(2 * 60_000);
    expect(await bo.send('GET', '/accounts')).toMatchObject({ status: 401, headers: { 'x-amzn-errortype': 'SessionEnded' } });
    await bo.signIn();
    for (let hour = 0; hour < 13; hour++) {
      expect((await bo.send('GET', '/accounts')).status).toBe(hour * 55 < 12 * 60 ? 200 : 401);
      world.clock.advance(55 * 60_000);
      if (hour * 55 >= 12 * 60) break;
    }
    world.clock.advance(55 * 60_000);
    expect(await bo.session()).toBeNull();
  });

  test('when the password is changed or taken away', async () => {
    await world.ana.call(CreateUser, { UserName: 'dee' });
    await givePassword(world, 'dee');
    const dee = as('dee');
    await dee.signIn();
    world.clock.advance(1);
    await world.ana.call(UpdateLoginProfile, { UserName: 'dee', Password: 'Another-horse-8' });
    expect(await dee.session()).toBeNull();
    await dee.signIn({ Password: 'Another-horse-8' });
    expect(await dee.session()).not.toBeNull();
    await world.ana.call(DeleteLoginProfile, { UserName: 'dee' });
    expect(await dee.session()).toBeNull();
  });

  test('when the second factor it was begun with is taken away; until then policies see it', async () => {
    await world.ana.call(CreateUser, { UserName: 'mia' });
    await givePassword(world, 'mia');
    await world.ana.call(PutUserPolicy, {
      UserName: 'mia',
      PolicyName: 'with-mfa',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'chime:ListAccounts',
          Resource: '*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      }),
    });
    const before = as('mia');
    await before.signIn();
    expect(await before.send('GET', '/accounts')).toMatchObject({ status: 403 });
    const app = await newAuthenticator(world, world.ana, 'mia');
    const mia = as('mia');
    expect(await mia.signIn()).toMatchObject({ status: 200, json: { Wanted: { Code: true, NewPassword: false } } });
    expect(await mia.signIn({ Code: '000000' })).toMatchObject({ status: 401 });
    expect(await mia.signIn({ Code: app.code() })).toMatchObject({ status: 200 });
    expect(await mia.session()).toMatchObject({ HasMfa: true });
    expect(await mia.send('GET', '/accounts')).toMatchObject({ status: 200 });
    expect(await as('mia').signIn({ Code: app.code() })).toMatchObject({ status: 401 });
    await world.ana.call(DeactivateMFADevice, { UserName: 'mia', SerialNumber: app.serialNumber });
    expect(await mia.session()).toBeNull();
  });
});

test('whoever must change the password chooses another one at the door', async () => {
  await world.ana.call(CreateUser, { UserName: 'new' });
  await givePassword(world, 'new', { PasswordResetRequired: true });
  const fresh = as('new');
  expect(await fresh.signIn()).toMatchObject({ json: { Wanted: { Code: false, NewPassword: true } } });
  expect(await fresh.signIn({ NewPassword: 'short' })).toMatchObject({ status: 400, json: { Code: 'PasswordPolicyViolation' } });
  expect(await fresh.signIn({ NewPassword: 'Third-horse-99' })).toMatchObject({ status: 200 });
  expect(await fresh.session()).toMatchObject({ UserName: 'new' });
  expect(await as('new').signIn({ Password: 'Third-horse-99' })).toMatchObject({ json: {} });
});

test('a user switches to a role and back, by the role’s trust and their own policies; the role’s session ends by itself', async () => {
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: acme }, Action: 'sts:AssumeRole' } };
  await world.ana.call(CreateRole, { RoleName: 'help-desk', AssumeRolePolicyDocument: JSON.stringify(trust) });
  await world.ana.call(AttachRolePolicy, { RoleName: 'help-desk', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeFullAccess' });
  const RoleArn = `arn:aws:iam::${acme}:role/help-desk`;
  const bo = as('bo');
  await bo.signIn();
  expect(await bo.send('POST', '/console/session/role', { RoleArn })).toMatchObject({ status: 403, json: { Code: 'AccessDenied' } });
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'switch',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: RoleArn } }),
  });
  expect(await bo.send('POST', '/console/session/role', { RoleArn })).toMatchObject({ status: 200 });
  // What another window still holds of the time before is no proof any more.
  expect(await bo.send('GET', '/accounts')).toMatchObject({ status: 401, headers: { 'x-amzn-errortype': 'SessionProofMismatch' } });
  expect(await bo.session()).toMatchObject({ Arn: `arn:aws:sts::${acme}:assumed-role/help-desk/bo`, Role: { Name: 'help-desk' } });
  expect(await bo.send('POST', '/accounts', { Name: 'By role' })).toMatchObject({ status: 201 });
  world.clock.advance(58 * 60_000);
  expect(await bo.send('GET', '/accounts')).toMatchObject({ status: 200 });
  world.clock.advance(3 * 60_000);
  expect(await bo.send('GET', '/accounts')).toMatchObject({ status: 401, headers: { 'x-amzn-errortype': 'RoleSessionEnded' } });
  expect(await bo.session()).toMatchObject({ Arn: `arn:aws:iam::${acme}:user/bo` });
  await bo.send('POST', '/console/session/role', { RoleArn });
  await bo.session();
  await bo.send('DELETE', '/console/session/role');
  expect(await bo.session()).toMatchObject({ Arn: `arn:aws:iam::${acme}:user/bo` });
});

test('the set-up link gives the first administrator a password, once', async () => {
  const token = 'a'.repeat(43);
  await world.database.write('', (tx) => insertSetupInvitation(tx, { tokenHash: hashToken(token), awsAccountId: acme, userName: 'admin' }));
  const ana = as('admin');
  expect(await ana.send('POST', '/console/setup', { Token: 'b'.repeat(43) })).toMatchObject({ status: 404 });
  expect(await ana.send('POST', '/console/setup', { Token: token })).toMatchObject({ json: { AccountId: acme, UserName: 'admin' } });
  expect(await ana.send('POST', '/console/setup', { Token: token, Password: 'weak' })).toMatchObject({ status: 400 });
  expect(await ana.send('POST', '/console/setup', { Token: token, Password: consolePassword })).toMatchObject({ status: 200 });
  expect(await ana.session()).toMatchObject({ UserName: 'admin' });
  expect(await ana.send('POST', '/console/setup', { Token: token, Password: consolePassword })).toMatchObject({ status: 404 });
});

test('sign-ins are in the event history as CloudTrail records them', async () => {
  const { Events = [] } = await world.ana.call(LookupEvents, {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ConsoleLogin' }],
  });
  const records = Events.map(({ CloudTrailEvent }): unknown => JSON.parse(CloudTrailEvent ?? '{}'));
  expect(records).toContainEqual(
    expect.objectContaining({
      eventSource: 'signin.amazonaws.com',
      eventType: 'AwsConsoleSignIn',
      userIdentity: expect.objectContaining({ type: 'IAMUser', userName: 'mia', arn: `arn:aws:iam::${acme}:user/mia` }),
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MobileVersion: 'No', MFAUsed: 'Yes' },
    }),
  );
  expect(records).toContainEqual(
    expect.objectContaining({ errorMessage: 'Failed authentication', responseElements: { ConsoleLogin: 'Failure' } }),
  );
});
