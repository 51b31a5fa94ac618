import { openLink, register, requestLink, resetPassword, signInByLink, type OpenLink } from '../../signin/links.ts';
import type { Entry } from '../../signin/sign-in.ts';
import type { LinkKind } from '../../store/user-links.ts';
import { html, type Html } from '../html.ts';
import { orAgain } from './again.ts';
import { page, type Page, type PageRequest, type Portal, type Route } from './answer.ts';
import { field, fixedAddress, form, nameField, newPassword, problem } from './parts.ts';

/** Registration, one-time links, and forgotten passwords: an address, a mail, and the page that its link leads to. */
export const linkRoutes: readonly Route[] = [
  ...mailRoutes({ path: '/register', kind: 'Registration', title: 'Register', instead: 'Already registered?' }),
  ...linkPages('/register', 'Registration', {
    title: 'Finish your registration',
    fields: (request) => html`${nameField(request)}${newPassword('Password')}<button>Register</button>`,
    submit: ({ site, ways }, request, link) =>
      register(site, ways, request.visit, link, { name: request.field('name'), password: request.field('new-password') }),
  }),
  ...mailRoutes({ path: '/signin/link', kind: 'SignIn', title: 'Sign in with a link', instead: 'You know your password?' }),
  ...linkPages('/signin/link', 'SignIn', {
    title: 'Sign in',
    fields: () => html`<button>Sign in</button>`,
    submit: ({ site, ways }, request, link) => signInByLink(site, ways, request.visit, link),
  }),
  ...mailRoutes({ path: '/password', kind: 'PasswordReset', title: 'Forgotten password', instead: 'You remember it?' }),
  ...linkPages('/password', 'PasswordReset', {
    title: 'Choose a new password',
    fields: () => html`${newPassword('New password')}<button>Change password and sign in</button>`,
    submit: ({ site, ways }, request, link) => resetPassword(site, ways, request.visit, link, request.field('new-password')),
  }),
];

interface Mailing {
  readonly path: string;
  readonly kind: LinkKind;
  readonly title: string;
  readonly instead: string;
}

/** Asks for the address, and mails the link to it, or not: the answer is the same. */
function mailRoutes(mailing: Mailing): Route[] {
  const { path, kind } = mailing;
  return [
    { method: 'GET', path, answer: async (_portal, request) => addressForm(mailing, request) },
    {
      method: 'POST',
      path,
      answer: async ({ site, ways }, request) =>
        orAgain(
          async () => lookIntoMailbox(await requestLink(site, ways, request.visit, kind, request.field('email'))),
          (message) => addressForm(mailing, request, message),
        ),
    },
  ];
}

function addressForm({ path, title, instead }: Mailing, request: PageRequest, message?: string): Page {
  const email = field({ name: 'email', label: 'Mail address', type: 'email', autocomplete: 'username', value: request.field('email') });
  return page(
    title,
    html`<div class="card">
      <h1>${title}</h1>
      ${problem(message)} ${form(request, path, html`${email}<button>Mail me a link</button>`, { isMain: true })}
      <div class="more">
        <span>${instead} <a href="/signin">Sign in</a></span>
      </div>
    </div>`,
  );
}

function lookIntoMailbox(email: string): Page {
  return page(
    'Look into your mailbox',
    html`<div class="card">
      <h1>Look into your mailbox</h1>
      <p>If <strong>${email}</strong> can be used for this, a message with a link is on its way there.</p>
      <p class="soft">Nothing came? Look into the spam folder, and wait a few minutes before you ask again.</p>
      <p><a href="/signin">Go to the sign-in page</a></p>
    </div>`,
  );
}

interface LinkPage {
  readonly title: string;
  fields(request: PageRequest): Html;
  submit(portal: Portal, request: PageRequest, link: OpenLink): Promise<Entry>;
}

/** What the link leads to. Looking at the page uses nothing up, since mail scanners look at every link. */
function linkPages(path: string, kind: LinkKind, { title, fields, submit }: LinkPage): Route[] {
  const open = async ({ site }: Portal, request: PageRequest): Promise<OpenLink> =>
    openLink(site, request.visit, kind, request.param('token'));
  const show = (request: PageRequest, { token, email }: OpenLink, message?: string): Page => {
    const content = html`${fixedAddress(email)}${fields(request)}`;
    return page(
      title,
      html`<div class="card">
        <h1>${title}</h1>
        ${problem(message)} ${form(request, `${path}/${token}`, content, { isMain: true })}
      </div>`,
    );
  };
  return [
    {
      method: 'GET',
      path: `${path}/:token`,
      answer: async (portal, request) => show(request, await open(portal, request)),
    },
    {
      method: 'POST',
      path: `${path}/:token`,
      async answer(portal, request) {
        const link = await open(portal, request);
        return orAgain(
          async () => ({ kind: 'redirect', location: '/me', cookies: (await submit(portal, request, link)).cookies }),
          (message) => show(request, link, message),
        );
      },
    },
  ];
}
