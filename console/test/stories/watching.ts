import { expect } from 'vitest';
import { violations } from '../support/axe.ts';
import { leave, type Story } from '../support/story.ts';

/** What whoever watches identity providers, jobs and the server does. */
export const watchingStories: readonly Story[] = [
  [
    'Pavel sees what the identity provider sent, and of what failed what it means and what to do',
    async (stage) => {
      const aurelia = stage.accounts.get('Aurelia Health') ?? '';
      const pavel = await stage.open('pavel');
      const { page } = pavel;
      await pavel.goto(`/accounts/${aurelia}/scim-keys`);
      await page.getByRole('button', { name: 'Create key' }).first().click();
      await page.getByRole('dialog').getByLabel('Description').fill('Okta');
      await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
      const authorization = `Bearer ${/carillon\S{30,}/.exec(await page.getByRole('dialog', { name: 'The new key' }).innerText())?.[0] ?? ''}`;
      const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'kim@aurelia.example' });
      const headers = { authorization, 'content-type': 'application/scim+json' };
      for (const status of [201, 409])
        expect((await fetch(`${stage.url}/scim/v2/Users`, { method: 'POST', headers, body })).status).toBe(status);
      await pavel.goto(`/accounts/${aurelia}/scim-log?outcome=Failed`);
      await page.getByRole('row', { name: /Create user kim@aurelia.example Failed \(409\)/ }).waitFor();
      expect(await violations(pavel)).toEqual([]);
      await page.getByRole('button', { name: 'Create user kim@aurelia.example' }).click();
      const dialog = page.getByRole('dialog', { name: 'Create user kim@aurelia.example' });
      await dialog.getByText('Another user has this userName or address already').waitFor();
      await dialog.getByText('see whether a later exchange succeeds').waitFor();
      await dialog.getByRole('region', { name: 'What was sent' }).waitFor();
      await leave(pavel);
    },
  ],
  [
    'Ana sees how the server fares and runs a job at once; Rita sees both, and which action she lacks',
    async (stage) => {
      const ana = await stage.open('ana');
      await ana.goto('/health');
      await ana.page.getByRole('row', { name: /Mail Not used No mail server is configured/ }).waitFor();
      await ana.goto('/jobs');
      await ana.page.getByRole('button', { name: 'Run now: check-domains' }).click();
      await ana.page.getByText('check-domains runs within seconds.').waitFor();
      await leave(ana);
      const rita = await stage.open('rita');
      await rita.goto('/jobs');
      await rita.page.getByText('no policy of yours allows iam:RunBackgroundJob').first().waitFor({ state: 'attached' });
      await leave(rita);
    },
  ],
];
