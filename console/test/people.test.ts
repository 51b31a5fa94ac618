import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, isInstalled } from '../../server/test/support/peers.ts';
import { accessStories } from './stories/access.ts';
import { licenseHolderStories } from './stories/license-holder.ts';
import { settingsStories } from './stories/settings.ts';
import { watchingStories } from './stories/watching.ts';
import { createStage, passwordOf, type Stage } from './support/stage.ts';
import { leave } from './support/story.ts';

describe.skipIf(!isInstalled(chromium))('people at the console', { timeout: 240_000 }, () => {
  let stage: Stage;
  let meridian: string;
  let larkfield: string;
  beforeAll(async () => {
    stage = await createStage();
    meridian = stage.accounts.get('Meridian Logistics') ?? '';
    larkfield = stage.accounts.get('Larkfield Studio') ?? '';
  });
  afterAll(async () => stage?.close());

  test('Hana of the help desk finds somebody by a few letters, resets the PIN and signs them out, by keyboard alone', async () => {
    const hana = await stage.open('hana');
    const { page } = hana;
    await hana.goto(`/accounts/${meridian}/users`);
    await page.keyboard.press('Control+k');
    await page.locator('[role=combobox]:focus').waitFor();
    await page.keyboard.type('stefan.jensen');
    await page.getByRole('option', { name: /stefan\.jensen@/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Stefan Jensen' }).waitFor();
    for (const [button, title, verb, said] of [
      ['Reset personal PIN', 'Reset the personal PIN', 'Reset', 'The personal PIN is a new one.'],
      ['Sign out of all devices', 'Sign out of all devices', 'Sign out', 'is signed out of all devices'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.getByRole('button', { name: verb, exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByText(said).first().waitFor();
    }
    await leave(hana);
  });

  test('whoever lacks a permission sees the control, and which action is missing', async () => {
    const rita = await stage.open('rita');
    await rita.goto(`/accounts/${larkfield}/users`);
    const invite = rita.page.getByRole('button', { name: 'Invite users' });
    await rita.page.getByText('no policy of yours allows chime:InviteUsers').first().waitFor({ state: 'attached' });
    expect(await invite.getAttribute('aria-disabled')).toBe('true');
    const reason = rita.page.locator(`[id="${(await invite.getAttribute('aria-describedby')) ?? ''}"]`);
    expect(await reason.textContent()).toContain('no policy of yours allows chime:InviteUsers');
    await leave(rita);
  });

  test('Ana invites a pasted list with junk in it: preview, invitations, the result of each', async () => {
    const ana = await stage.open('ana');
    const { page } = ana;
    await ana.goto(`/accounts/${larkfield}/users`);
    await page.getByRole('button', { name: 'Invite users' }).click();
    await page
      .getByLabel('Mail addresses')
      .fill('Ida Berg <ida@studio.example>; leo@studio.example, leo@studio.example\nnot an address\n"Ray, Max" <max@studio.example>');
    await page.getByText('3 addresses found, 1 repetition left out, 1 entry that').waitFor();
    await page.getByRole('button', { name: 'Preview 3 invitations' }).click();
    await page.getByText('3 people will change').waitFor();
    await page.getByRole('button', { name: 'Invite 3 people' }).click();
    await page.getByText('3 people done').waitFor();
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByRole('link', { name: 'ida@studio.example' }).waitFor();
    await leave(ana);
  });

  test('a bulk run whose connection breaks says what is done and what is left, goes on with the rest, and is undone', async () => {
    const ana = await stage.open('ana');
    const { page } = ana;
    await ana.goto(`/accounts/${meridian}/users?status=Registered&license=Basic`);
    for (const row of [1, 2, 3]) await page.getByRole('row').nth(row).getByRole('checkbox').press(' ');
    await page.getByRole('button', { name: 'User actions' }).click();
    await page.getByRole('menuitem', { name: 'Sign out of all devices' }).click();
    const go = page.getByRole('button', { name: 'Sign out 3 users' });
    await go.waitFor();
    let calls = 0;
    await page.route('**/accounts/*/users/*?operation=logout', (route) => (++calls === 2 ? route.abort() : route.continue()));
    await go.click();
    await page.getByText('Of 1 it is not known').waitFor();
    await page.getByText('1 are left.').waitFor();
    await page.getByRole('button', { name: 'Retry what failed' }).click();
    await page.getByRole('button', { name: 'Sign out 2 users' }).click();
    await page.getByText('2 users done').waitFor();
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByRole('row').nth(1).getByRole('checkbox').press(' ');
    await page.getByRole('button', { name: 'User actions' }).click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    await page.getByRole('button', { name: 'Suspend 1 user' }).click();
    await page.getByText('1 user done').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Activate 1 user' }).click();
    await page.getByText('1 user done').waitFor();
    await leave(ana);
  });

  test('a session that ends in the middle of a form keeps what was typed', async () => {
    const ana = await stage.open('ana', { alone: true });
    const { page, context } = ana;
    await page.getByRole('button', { name: 'Create account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create account' });
    await dialog.getByLabel('Name').fill('Half Typed');
    await context.clearCookies();
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    const again = page.getByRole('dialog', { name: 'Your session has ended' });
    await again.getByLabel('Password').fill(passwordOf(stage.credentials, 'ana'));
    await again.getByRole('button', { name: 'Sign in' }).click();
    await again.waitFor({ state: 'hidden' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Half Typed');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Users/ }).waitFor();
    await leave(ana);
  });

  test('Pavel takes a list as code: the stock CLI, two SDKs, curl and the smallest policy', async () => {
    const pavel = await stage.open('pavel');
    const { page } = pavel;
    await pavel.goto('/accounts');
    await page.getByRole('button', { name: 'Show as code' }).click();
    const dialog = page.getByRole('dialog', { name: 'The same as code' });
    const says = async (tab: string, text: string): Promise<void> => {
      await dialog.getByRole('tab', { name: tab }).click();
      await dialog.getByText(text).first().waitFor();
    };
    await says('AWS CLI', 'aws chime list-accounts');
    await says('JavaScript', 'new ListAccountsCommand(');
    await says('Python', 'client.list_accounts(');
    await says('curl', 'curl --aws-sigv4 aws:amz:us-east-1:chime');
    await says('Smallest policy', '"chime:ListAccounts"');
    await leave(pavel);
  });

  test('Dmitri makes an account for his tests, takes the call as code, and sees that he may not delete it, and why', async () => {
    const dmitri = await stage.open('dmitri');
    const { page } = dmitri;
    await dmitri.goto('/accounts');
    await page.getByRole('button', { name: 'Create account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create account' });
    await dialog.getByLabel('Name').fill('Fixture');
    await dialog.getByRole('button', { name: 'Show as code' }).click();
    const code = page.getByRole('dialog', { name: 'The same as code' });
    await code.getByRole('tab', { name: 'JavaScript' }).click();
    await code.getByText('new CreateAccountCommand({').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Users/ }).waitFor();
    await page.getByText('Nobody is here yet').waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Account', exact: true }).click();
    const remove = page.getByRole('button', { name: 'Delete the account' });
    await page.getByText('a policy of yours denies chime:DeleteAccount').first().waitFor({ state: 'attached' });
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await leave(dmitri);
  });

  test('Rita reads how an account is used by keyboard alone: figures, charts, days, a meeting, and takes them along as CSV', async () => {
    const rita = await stage.open('rita');
    const { page } = rita;
    await rita.goto(`/accounts/${meridian}/users`);
    await page.keyboard.press('Control+k');
    await page.locator('[role=combobox]:focus').waitFor();
    await page.keyboard.type('Dashboard');
    await page.getByRole('option', { name: /Dashboard/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
    await page.getByRole('application', { name: 'Minutes in meetings' }).waitFor();
    await page.getByRole('grid', { name: 'Day by day' }).getByRole('columnheader', { name: 'Active Pro' }).waitFor();
    const press = async (name: string): Promise<void> => {
      await page.getByRole('button', { name }).first().focus();
      await page.keyboard.press('Enter');
    };
    await press('Last 30 days');
    await page.getByRole('radio', { name: 'Last 7 days' }).focus();
    await page.keyboard.press(' ');
    await press('Apply');
    await page.waitForURL(/last=7d/);
    await page.getByRole('heading', { name: /, 7 days$/ }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), press('Download CSV')]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(8);
    expect(lines[0]).toBe('Date,RegisteredUsers,ActiveUsers,MeetingsHeld,MeetingSatisfaction,ChatMessagesSent,ActiveProDays');
    await page.getByRole('link', { name: 'The meetings of these days, one by one' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('row').nth(1).getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Meeting of/ }).waitFor();
    await page.getByRole('tab', { name: /^Roster/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const timeline = page.getByRole('list', { name: 'When each attendee was connected' });
    await timeline
      .getByText(/ to .*, (left|stayed to the end)/)
      .first()
      .waitFor({ state: 'attached' });
    await page.getByRole('tab', { name: 'Timeline' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /Meeting ended/ }).waitFor();
    await leave(rita);
  });

  test('days that no report covers, days without meetings, and a missing permission are explained', async () => {
    const ana = await stage.open('ana');
    await ana.goto(`/accounts/${meridian}/reports?from=2026-02-19&to=2026-02-01`);
    await ana.page.getByText('Exchange the two days.').first().waitFor();
    await ana.goto(`/accounts/${meridian}/reports?from=2020-01-01&to=2020-01-31`);
    await ana.page.getByText(`carillon meeting source add cloudevents --account ${meridian}`).waitFor();
    await leave(ana);
    const hana = await stage.open('hana');
    await hana.goto(`/accounts/${meridian}/reports`);
    await hana.page.getByText('chime:ListAccountUsageReportData').filter({ visible: true }).first().waitFor();
    await hana.page.getByRole('link', { name: 'Why was this denied?' }).waitFor();
    await leave(hana);
  });

  test('Sara sees what an event changed: a policy compared with how it was before', async () => {
    const sara = await stage.open('sara');
    const { page } = sara;
    await sara.goto('/access/events?by=EventName&value=CreatePolicyVersion');
    await page.getByRole('button', { name: 'CreatePolicyVersion' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'CreatePolicyVersion' });
    await dialog.getByText('Compared with what is known from before: CreatePolicy of').waitFor();
    const diff = dialog.getByRole('region', { name: 'What changes in CreatePolicyVersion' });
    await diff.getByText('"chime:ListMeetingEvents"').waitFor();
    await dialog.getByRole('tab', { name: 'Record' }).click();
    await dialog.getByText('"eventVersion": "1.11"').waitFor();
    await leave(sara);
  });

  test('Sara sees what is wrong with a policy on its line, what it would decide, and who may do what', async () => {
    const sara = await stage.open('sara');
    const { page } = sara;
    await sara.goto('/access/policy');
    const editor = page.getByRole('textbox', { name: 'Policy document' });
    await page.getByText('of 57 allowed').waitFor();
    await editor.fill(
      '{\n  "Version": "2012-10-17",\n  "Statement": { "Effect": "Allow", "Action": "chime:SuspendUser", "Resource": "*" }\n}',
    );
    await page
      .getByText(/line 3/)
      .first()
      .waitFor();
    // Typed over marked text, again and again: now and then a browser would set a style, which `leave` would find refused.
    for (let turn = 0; turn < 20; turn += 1) await editor.fill(`{ "Version": "2012-10-17", "Id": "${turn}" }`);
    await editor.fill(`{\n  "Version": "2012-10-17",\n${'\n'.repeat(37)}"Statement": }`);
    await page
      .getByText(/Error, line 40/)
      .first()
      .waitFor();
    await sara.goto('/access/identities/user/hana');
    await page.getByRole('row', { name: /chime:ResetPersonalPin Allowed/ }).waitFor();
    await page.getByRole('row', { name: /chime:DeleteAccount Not allowed/ }).waitFor();
    await leave(sara);
  });

  test.each([...accessStories, ...watchingStories, ...licenseHolderStories, ...settingsStories])('%s', (_, tell) => tell(stage));

  test('a refusal leads to its reasons: all of them for Sara, its kind for whoever was refused', async () => {
    const hana = await stage.open('hana');
    await hana.goto(`/accounts/${meridian}/domains/meridian.example`);
    const link = hana.page.getByRole('link', { name: 'Why was this denied?' });
    const path = (await link.getAttribute('href')) ?? '';
    await stage.flush();
    await link.click();
    await hana.page.getByText('You see which kind of policy refused it').waitFor();
    await leave(hana);
    const sara = await stage.open('sara');
    await sara.page.goto(`${stage.url}${path}`);
    await sara.page.getByRole('heading', { name: 'The smallest change that would allow it' }).waitFor();
    await sara.page.getByText('is not authorized to perform: chime:GetDomain').waitFor();
    await leave(sara);
  });

  test('removing a domain says whom it would reach before it asks for its name', async () => {
    const ana = await stage.open('ana');
    const { page } = ana;
    await ana.goto(`/accounts/${meridian}/domains/meridian.example`);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove meridian.example' });
    await dialog.getByText(/users lose access/).waitFor();
    const remove = dialog.getByRole('button', { name: 'Remove', exact: true });
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByLabel('To confirm, type meridian.example').fill('meridian.example');
    expect(await remove.isDisabled()).toBe(false);
    await leave(ana);
  });
});
