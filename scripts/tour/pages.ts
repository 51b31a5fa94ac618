import type { Stage, Visitor } from '../../console/test/support/stage.ts';

type Page = Visitor['page'];

/** What of the demonstration the tour shows. */
export interface Ids {
  readonly meridian: string;
  readonly aurelia: string;
  readonly larkfield: string;
}

/** A picture of the tour. */
export interface TourPage {
  /** Of its files. */
  readonly name: string;
  readonly title: string;
  /** A sentence or two for whoever looks at it. */
  readonly text: string;
  /** The operator of the demonstration who sits in front of it. */
  readonly operator: 'ana' | 'hana' | 'sara';
  readonly path: (ids: Ids) => string;
  /** What they do before the picture is taken. */
  readonly act?: (page: Page, around: { readonly stage: Stage; readonly ids: Ids }) => Promise<void>;
}

/** The tour, in its order. */
export const tour: readonly TourPage[] = [
  {
    name: 'accounts',
    title: 'Accounts',
    text: 'Every account you administer, and those that other AWS accounts share with you.',
    operator: 'ana',
    path: () => '/accounts',
  },
  {
    name: 'users',
    title: 'Users',
    text: 'Found by the beginning of a name or an address, filtered in the address of the page, changed many at a time.',
    operator: 'ana',
    path: ({ meridian }) => `/accounts/${meridian}/users`,
  },
  {
    name: 'bulk',
    title: 'Many at once',
    text: 'Paste any list or drop a file. You see what would become of each line before anything does.',
    operator: 'ana',
    path: ({ larkfield }) => `/accounts/${larkfield}/users`,
    async act(page) {
      await page.getByRole('button', { name: 'Invite users' }).click();
      await page
        .getByLabel('Mail addresses')
        .fill('Ida Berg <ida@larkfield.example>; leo@larkfield.example\n"Ray, Max" <max@larkfield.example>\nnobody at all');
      await page.getByRole('button', { name: 'Preview 3 invitations' }).click();
      await page.getByText('3 people will change').waitFor();
    },
  },
  {
    name: 'permissions',
    title: 'Disabled with the reason',
    text: 'What your policies do not allow stays visible and says which action is missing. Here the help desk looks at the same page.',
    operator: 'hana',
    path: ({ larkfield }) => `/accounts/${larkfield}/users`,
    async act(page) {
      await page.getByRole('button', { name: 'Invite users' }).focus();
      await page.getByText('no policy of yours allows chime:InviteUsers').last().waitFor({ state: 'attached' });
    },
  },
  {
    name: 'palette',
    title: 'Anywhere by a few letters',
    text: '`Ctrl K` or `⌘K` goes to pages, accounts and people.',
    operator: 'hana',
    path: ({ meridian }) => `/accounts/${meridian}/users`,
    async act(page) {
      await page.keyboard.press('Control+k');
      await page.locator('[role=combobox]:focus').waitFor();
      await page.keyboard.type('stef');
      await page.getByRole('option', { name: /^Stef/ }).first().waitFor();
    },
  },
  {
    name: 'user',
    title: 'A person',
    text: 'PIN, sign-out, license, and what they did: four clicks for the help desk.',
    operator: 'hana',
    path: ({ meridian }) => `/accounts/${meridian}/users?status=Registered`,
    async act(page) {
      await page.getByRole('row').nth(2).getByRole('link').click();
      await page.getByRole('button', { name: 'Reset personal PIN' }).waitFor();
    },
  },
  {
    name: 'domain',
    title: 'Domain doctor',
    text: 'The exact record, what each name server answers, what is wrong and what to do about it.',
    operator: 'ana',
    path: ({ meridian }) => `/accounts/${meridian}/domains/meridian-air.example`,
  },
  {
    name: 'groups',
    title: 'Directory groups',
    text: 'Which groups of the identity provider give which license, and how many people that reaches.',
    operator: 'ana',
    path: ({ aurelia }) => `/accounts/${aurelia}/groups`,
  },
  {
    name: 'reports',
    title: 'Reports',
    text: 'How an account is used, from the log of its meetings.',
    operator: 'ana',
    path: ({ meridian }) => `/accounts/${meridian}/reports`,
  },
  {
    name: 'meeting',
    title: 'A meeting',
    text: 'Who was there, from when to when and with what, and what happened in order.',
    operator: 'ana',
    path: ({ meridian }) => `/accounts/${meridian}/reports/meetings`,
    async act(page) {
      await page.getByRole('row').nth(1).getByRole('link').first().click();
      await page.getByRole('tab').first().waitFor();
    },
  },
  {
    name: 'resource',
    title: 'The account as a document',
    text: 'Validated as you type, planned before it is applied.',
    operator: 'ana',
    path: ({ meridian }) => `/accounts/${meridian}/resource`,
  },
  {
    name: 'code',
    title: 'The same as code',
    text: 'Each list and form as a call of the AWS CLI, JavaScript, Python or curl, with the smallest policy that allows it.',
    operator: 'ana',
    path: ({ meridian }) => `/accounts/${meridian}/users?status=Suspended`,
    async act(page) {
      await page.getByRole('button', { name: 'Show as code' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'The same as code' });
      await dialog.getByText('aws chime list-users').first().waitFor();
    },
  },
  {
    name: 'policy',
    title: 'Policies',
    text: 'Completion, findings on their lines, and what the policy would decide for each of the 57 actions.',
    operator: 'sara',
    path: () => '/access/policy?arn=arn%3Aaws%3Aiam%3A%3A123456789012%3Apolicy%2FHelpDesk',
    async act(page) {
      await page.getByText(/of 57 allowed/).waitFor();
    },
  },
  {
    name: 'why',
    title: 'Why denied',
    text: 'Every refusal leads to its reasons: the policy that decided, and the smallest change that would allow it.',
    operator: 'sara',
    path: () => '/why',
    async act(page, { stage, ids }) {
      const hana = await stage.open('hana');
      await hana.goto(`/accounts/${ids.meridian}/domains/meridian.example`);
      const path = await hana.page.getByRole('link', { name: 'Why was this denied?' }).getAttribute('href');
      await hana.close();
      await stage.flush();
      await page.goto(`${stage.url}${path ?? ''}`);
      await page.getByText('The smallest change that would allow it', { exact: true }).waitFor();
    },
  },
  {
    name: 'least-privilege',
    title: 'Least privilege',
    text: 'What somebody may do, what of it they used, and the policy that would be enough.',
    operator: 'sara',
    path: () => '/access/least-privilege',
  },
  {
    name: 'events',
    title: 'Event history',
    text: 'Who did what and when, in CloudTrail’s shape.',
    operator: 'sara',
    path: () => '/access/events',
  },
];
