import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Stage, Visitor } from '../support/stage.ts';
import { leave, type Story } from '../support/story.ts';

/** What people do in the settings of an account, and with what belongs to the whole AWS account. */
export const settingsStories: readonly Story[] = [
  [
    'Pavel edits accounts as documents: an error on its line, a change of Ana’s meanwhile that costs him nothing, a step that he may not take',
    async (stage) => {
      const larkfield = idOf(stage, 'Larkfield Studio');
      const pavel = await open(stage, 'pavel', `/accounts/${larkfield}/resource`);
      const { page } = pavel;
      const editor = page.getByRole('textbox', { name: 'Document of the account' });
      const apply = page.getByRole('button', { name: /^Apply/ });
      const document = {
        Name: 'Larkfield Studio',
        Settings: { DisableRemoteControl: true, EnableDialOut: false },
        DefaultLicense: 'Pro',
        SupportedLicenses: ['Basic', 'Pro'],
        Domains: [],
        Groups: [],
        SignIn: {},
      };
      await editor.fill(`${'\n'.repeat(39)}{ "Name": }`);
      await page.getByText('Error, line 40:').waitFor();
      expect(await reasonOf(apply)).toContain('The document has errors.');
      await drop(page, JSON.stringify({ ...document, Domans: [] }));
      await page.getByText('Error, line 1:').waitFor();
      await page.getByText('The document has no member Domans.').waitFor();

      const ana = await open(stage, 'ana', `/accounts/${larkfield}/meetings`);
      const callMe = ana.page.getByRole('checkbox', { name: 'Call me' });
      await callMe.setChecked(!(await callMe.isChecked()));
      await ana.page.getByRole('button', { name: 'Save' }).click();
      await ana.page.getByText('The policies of meetings are saved.').waitFor();
      await leave(ana);

      await drop(page, JSON.stringify({ ...document, Name: 'Larkfield Studios' }, undefined, 2));
      await page.getByRole('row', { name: /Rename the account from Larkfield Studio to/ }).waitFor();
      await apply.click();
      const stale = page.getByText('The account has changed since you began');
      await stale.waitFor();
      await page.getByText('Settings › EnableDialOut').waitFor();
      expect(await editor.textContent()).toContain('Larkfield Studios');
      await page.getByRole('button', { name: 'Take theirs in, and plan anew' }).click();
      await stale.waitFor({ state: 'hidden' });
      await page.getByRole('row', { name: /Rename the account from Larkfield Studio to/ }).waitFor();
      await apply.click();
      const dialog = page.getByRole('dialog', { name: 'Apply the document' });
      await dialog.getByText('What this will do').waitFor();
      await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
      await page.getByText('The document is applied').first().waitFor();

      await pavel.goto(`/accounts/${idOf(stage, 'Meridian Logistics')}/resource`);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      expect((await download).suggestedFilename()).toBe('Meridian Logistics.json');
      const written = JSON.parse((await editor.locator('.cm-line').allTextContents()).join('\n')) as { Domains: string[] };
      const Resource = { ...written, Domains: written.Domains.filter((name) => name !== 'meridian-freight.example') };
      await drop(page, JSON.stringify({ Resource, Revision: 'earlier' }));
      await page.getByText('The file was written when the account was another one').waitFor();
      const step = page.getByRole('row', { name: /Give up meridian-freight\.example/ });
      await step.getByText('Takes something away').waitFor();
      await step.getByText('a policy of yours denies chime:DeleteDomain').waitFor();
      expect(await reasonOf(page.getByRole('button', { name: /^Apply/ }))).toContain('Step 1 of the plan is not allowed to you');
      await page.getByRole('button', { name: 'Discard the edit' }).click();
      await page.getByText('Nothing to do').waitFor();
      await leave(pavel);
    },
  ],

  [
    'Ana resets settings and licenses after seeing what that changes',
    async (stage) => {
      const ana = await open(stage, 'ana', `/accounts/${idOf(stage, 'Aurelia Health')}/resource`);
      const { page } = ana;
      await page.getByRole('button', { name: 'Reset to defaults' }).click();
      const dialog = page.getByRole('dialog', { name: 'Reset settings and licenses' });
      await dialog.getByText('Settings › DisableRemoteControl: true → false').waitFor();
      await dialog.getByLabel('To confirm, type Aurelia Health').fill('Aurelia Health');
      await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
      await page.getByText('Settings and licenses are those of a new account.').first().waitFor();
      await leave(ana);
    },
  ],

  [
    'Pavel has call detail records delivered to a bucket, and then to another; Rita reads which actions she lacks',
    async (stage) => {
      const pavel = await open(stage, 'pavel', '/call-detail-records');
      const { page } = pavel;
      await page.getByText('Records go nowhere').waitFor();
      await page.getByRole('button', { name: 'Create bucket' }).click();
      const dialog = page.getByRole('dialog', { name: 'Create bucket' });
      await dialog.getByLabel('Name of the bucket').fill('Meridian');
      await dialog.getByText('may have only lowercase letters').waitFor();
      await dialog.getByLabel('Name of the bucket').fill('meridian-calls');
      await dialog.getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByText('In order').waitFor();
      await page.getByRole('row').getByRole('link', { name: 'meridian-calls' }).click();
      await page.getByText('Never switched on').waitFor();
      await page.getByRole('button', { name: 'Deliver elsewhere' }).click();
      await page.getByRole('dialog').getByLabel('Name of the bucket').fill('meridian-calls-2027');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('The bucket meridian-calls is deleted: Carillon made it, and nothing is in it.').waitFor();
      await page.getByRole('button', { name: 'Deliver there' }).click();
      await page.getByText('Records go to meridian-calls-2027 from now on.').first().waitFor();
      await page.getByRole('row', { name: /meridian-calls-2027 Go here/ }).waitFor();
      await leave(pavel);
      const rita = await open(stage, 'rita', '/call-detail-records');
      await rita.page.getByText('You lack 14 of these actions.').waitFor();
      await rita.page.getByRole('button', { name: 'What each call needs' }).click();
      await rita.page.getByRole('row', { name: 'GetCDRBucket s3:GetBucketAcl arn:aws:s3:::* no policy of yours allows' }).waitFor();
      await leave(rita);
    },
  ],

  [
    'Ana requests the attachments of an account, follows the export and takes its file; the next is a week away',
    async (stage) => {
      const meridian = idOf(stage, 'Meridian Logistics');
      const ana = await open(stage, 'ana', `/data-exports?account=${idOf(stage, 'Larkfield Studio')}`);
      const { page } = ana;
      await page.getByText('A Team has no exports').waitFor();
      await ana.goto(`/data-exports?account=${meridian}`);
      const request = page.getByRole('button', { name: 'Request attachments' });
      await request.click();
      await page.getByRole('button', { name: 'Request', exact: true }).click();
      await page.getByText('Gathering attachments', { exact: true }).waitFor();
      await stage.run('export-data');
      const file = page.getByRole('link', { name: /^Download the file of/ });
      const url = new URL((await file.getAttribute('href')) ?? '');
      expect(await (await fetch(`${stage.url}${url.pathname}${url.search}`)).text()).toMatch(/^Url,FileName,/);
      expect(await reasonOf(request)).toContain('once in seven days');
      await leave(ana);
    },
  ],

  [
    'Hana submits a support request with diagnostics that she has read, and sees what became of it',
    async (stage) => {
      const hana = await open(stage, 'hana', '/support-requests');
      const { page } = hana;
      await page.getByRole('button', { name: 'Submit a request' }).click();
      await page.getByLabel('Subject').fill('Calls from Singapore are cut off');
      await page.getByLabel('Description').fill('Since noon, after two minutes.');
      await page.getByLabel('It happened at').fill('yesterday');
      await page.getByText('This is no such time.').waitFor();
      await page.getByLabel('It happened at').fill('2026-06-01 09:30');
      await page.getByRole('checkbox', { name: 'Attach diagnostics' }).check();
      await page.getByText('"schemaVersion"').waitFor();
      await page.getByText('Several AWS accounts use this installation').waitFor();
      await page.getByRole('button', { name: 'Submit', exact: true }).click();
      await page.getByRole('row', { name: /Calls from Singapore are cut off Waiting in the outbox/ }).waitFor();
      await page.getByRole('button', { name: 'Calls from Singapore are cut off' }).click();
      await page.getByRole('dialog').getByText('Since noon, after two minutes.').waitFor();
      await leave(hana);
    },
  ],
];

const idOf = (stage: Stage, name: string): string => stage.accounts.get(name) ?? '';

async function open(stage: Stage, userName: string, path: string): Promise<Visitor> {
  const visitor = await stage.open(userName);
  await visitor.goto(path);
  return visitor;
}

async function reasonOf(button: Locator): Promise<string> {
  const id = (await button.getAttribute('aria-describedby')) ?? '';
  return (await button.page().locator(`[id="${id}"]`).textContent()) ?? '';
}

/** Drops a file on the editor of a document. */
async function drop(page: Visitor['page'], text: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: 'account.json', mimeType: 'application/json', buffer: Buffer.from(text) });
}
