import { expect } from 'vitest';
import { violations } from '../support/axe.ts';
import { leave, type Story } from '../support/story.ts';

/** What Sara does with policies, groups and roles. */
export const accessStories: readonly Story[] = [
  [
    'Sara tests a policy against its text: a failure names its line, and a test that is none says where',
    async (stage) => {
      const sara = await stage.open('sara');
      const { page } = sara;
      await sara.goto('/access/policy?arn=arn%3Aaws%3Aiam%3A%3A123456789012%3Apolicy%2FHelpDesk');
      await page.getByRole('button', { name: /^Tests/ }).click();
      const tests = page.getByRole('textbox', { name: 'Tests of the policy' });
      const requests = (expected: string): string =>
        `{\n"policies": { "identity": ["help-desk.json"] },\n"requests": [\n{ "action": "chime:DeleteAccount", "expect": "${expected}" }\n]}`;
      await tests.fill(requests('allowed'));
      await page.getByText('0 passed, 1 failed').waitFor();
      await page.getByRole('row', { name: /chime:DeleteAccount is allowed Failed Not allowed No statement allows it 4/ }).waitFor();
      await tests.fill(requests('never'));
      await page.getByText('The tests cannot be run: line 4').waitFor();
      await tests.fill(requests('denied'));
      await page.getByText('1 passed, 0 failed').waitFor();
      expect(await violations(sara)).toEqual([]);
      await leave(sara);
    },
  ],
  [
    'Sara makes a group whose users may do what its own policy says, and has a role trust one of them alone',
    async (stage) => {
      const sara = await stage.open('sara');
      const { page } = sara;
      await sara.goto('/access/identities?kind=groups');
      await page.getByRole('button', { name: 'Create group' }).click();
      await page.getByRole('dialog').getByLabel('Group name').fill('night-shift');
      await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'night-shift' }).waitFor();
      await page.getByRole('button', { name: 'Write inline policy' }).click();
      await page.getByRole('dialog').getByLabel('Name of the policy').fill('people');
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await page.getByRole('row', { name: /people Inline, of this group alone/ }).waitFor();
      await page.getByRole('row', { name: /chime:ListUsers Allowed/ }).waitFor();
      await sara.goto('/access/identities/role/chime-auditor');
      await page.getByRole('button', { name: 'Edit trust policy' }).click();
      const dialog = page.getByRole('dialog', { name: 'Who may act as chime-auditor' });
      const trust = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:user/hana' }, Action: 'sts:AssumeRole' };
      await dialog.getByRole('textbox', { name: 'Trust policy' }).fill(JSON.stringify({ Version: '2012-10-17', Statement: [trust] }));
      await dialog.getByRole('region', { name: 'What changes in the trust policy' }).waitFor();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Names arn:aws:iam::123456789012:user/hana').waitFor();
      await leave(sara);
    },
  ],
];
