import { expect } from 'vitest';
import { violationsInBothSchemes } from '../support/axe.ts';
import { leave, type Story } from '../support/story.ts';

/** What somebody with a license does, who is no identity of IAM. */
export const licenseHolderStories: readonly Story[] = [
  [
    'Nora, whom Ana invited, accepts, resets her PIN, signs another device out, sends a file and takes it back',
    async (stage) => {
      const larkfield = stage.accounts.get('Larkfield Studio') ?? '';
      const ana = await stage.open('ana');
      await ana.goto(`/accounts/${larkfield}/users?status=Registered`);
      const colleague = await ana.page.getByRole('row').nth(1).getByRole('link').innerText();
      await ana.page.getByRole('button', { name: 'Invite users' }).click();
      await ana.page.getByLabel('Mail addresses').fill('nora@people.example');
      await ana.page.getByRole('button', { name: 'Preview 1 invitation' }).click();
      await ana.page.getByRole('button', { name: 'Invite 1 person' }).click();
      await ana.page.getByText('1 person done').waitFor();
      await leave(ana);
      const nora = await stage.open(undefined);
      const { page } = nora;
      await page.goto(`${stage.url}${await stage.linkTo('nora@people.example')}`);
      await page.getByRole('heading', { level: 1, name: 'Join Larkfield Studio' }).waitFor();
      await page.getByLabel('Your name').fill('Nora Lind');
      await page.getByLabel('Choose a password').fill('a long and quiet evening');
      await page.getByRole('button', { name: 'Accept the invitation' }).click();
      await page.getByRole('heading', { level: 1, name: 'Nora Lind' }).waitFor();
      const pin = await page.getByText(/^\d{3} \d{3} \d{4}$/).innerText();
      await page.getByText('Reset my PIN').click();
      await page.getByRole('button', { name: 'Give me another PIN' }).click();
      await page.getByText('Your personal PIN is a new one.').waitFor();
      expect(await page.getByText(/^\d{3} \d{3} \d{4}$/).innerText()).not.toBe(pin);
      const phone = await stage.open(undefined, { width: 400 });
      await phone.page.goto(`${stage.url}/signin`);
      await phone.page.getByLabel('Mail address').fill('nora@people.example');
      await phone.page.getByRole('button', { name: 'Next' }).click();
      await phone.page.getByLabel('Password').fill('a long and quiet evening');
      await phone.page.getByRole('button', { name: 'Sign in' }).click();
      await phone.page.getByRole('heading', { level: 1, name: 'Nora Lind' }).waitFor();
      expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(400);
      await page.goto(`${stage.url}/me`);
      await page.getByRole('button', { name: /^Sign out (?!of |all )/ }).click();
      await page.getByText('The device is signed out.').waitFor();
      await phone.page.reload();
      await phone.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
      await leave(phone);
      await page.getByRole('link', { name: 'Files' }).click();
      await page.getByLabel('Mail address of a colleague').fill(colleague);
      await page
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Tuesday') });
      await page.getByRole('button', { name: 'Send' }).click();
      expect(await page.locator('[role=status], [role=alert]').first().innerText()).toBe('The file is sent.');
      for (const path of ['/me', '/me/meetings', '/me/attachments']) {
        await page.goto(`${stage.url}${path}`);
        expect(await violationsInBothSchemes(nora)).toEqual([]);
      }
      const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'plan.txt' }).click()]);
      expect(saved.suggestedFilename()).toBe('plan.txt');
      await page.getByRole('button', { name: 'Remove plan.txt' }).click();
      await page.getByText('The file is removed.').waitFor();
      await page.getByRole('button', { name: 'Sign out of this device' }).click();
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
      await leave(nora);
    },
  ],
];
