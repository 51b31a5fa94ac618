import { beginSignIn, finishSignIn, type Begun } from '../../signin/sign-in.ts';
import { html, type Html } from '../html.ts';
import { orAgain } from './again.ts';
import { page, toNext, type Page, type PageRequest, type Route } from './answer.ts';
import { field, form, hidden, problem } from './parts.ts';

/** The address first; its domain decides how the person goes on. */
export const signInRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/signin',
    async answer(_portal, request) {
      const next = toNext(request.query('next'));
      if (await request.whoIs()) return { kind: 'redirect', location: next };
      return addressPage(request, { next, email: '' });
    },
  },
  {
    method: 'POST',
    path: '/signin',
    async answer({ site, ways }, request) {
      const given = { email: request.field('email'), next: toNext(request.field('next')) };
      return orAgain(
        async () => showStep(request, await beginSignIn(site, ways, request.visit, given)),
        (message) => addressPage(request, { ...given, message }),
      );
    },
  },
  {
    method: 'POST',
    path: '/signin/password',
    async answer({ site, ways }, request) {
      const given = { email: request.field('email'), next: toNext(request.field('next')) };
      const begun = await beginSignIn(site, ways, request.visit, given);
      return orAgain(
        async () => {
          const outcome = await finishSignIn(site, begun, request.field('password'));
          if ('message' in outcome) return showStep(request, begun, outcome.message);
          return { kind: 'redirect', location: given.next, cookies: outcome.cookies };
        },
        (message) => showStep(request, begun, message),
      );
    },
  },
];

function showStep(request: PageRequest, { attempt: { email, next, account }, way, step }: Begun, message?: string): Page {
  if (step.kind === 'password') {
    return passwordPage(request, { email, next, label: step.label, isOwn: way.method === 'carillon', message });
  }
  // A page in between, because a form may lead to this site only.
  return {
    kind: 'page',
    status: 200,
    title: 'Sign in',
    headers: { refresh: `0; url=${step.location}` },
    cookies: step.cookies,
    body: html`<div class="card">
      <h1>One moment</h1>
      <p>${account?.name ?? 'Your organisation'} has a sign-in page of its own.</p>
      <p><a href="${step.location}">Continue there</a></p>
    </div>`,
  };
}

interface Shown {
  readonly email: string;
  readonly next: string;
  readonly message?: string | undefined;
}

function addressPage(request: PageRequest, { email, next, message }: Shown): Page {
  const fields = html`${hidden('next', next)}${field({ name: 'email', label: 'Mail address', type: 'email', autocomplete: 'username', value: email, isFocused: true })}
    <button>Next</button>`;
  return page(
    'Sign in',
    html`<div class="card">
      <h1>Sign in</h1>
      ${problem(message)}${form(request, '/signin', fields, { isMain: true })}
      <div class="more">
        <span>New here? <a href="/register">Register</a></span>
      </div>
    </div>`,
    { status: message === undefined ? 200 : 400 },
  );
}

interface PasswordShown extends Shown {
  readonly label: string;
  /** Carillon's own login has more to offer than a password. */
  readonly isOwn: boolean;
}

function passwordPage(request: PageRequest, { email, next, label, isOwn, message }: PasswordShown): Page {
  const fields = html`${hidden('next', next)}${field({ name: 'email', label: 'Mail address', type: 'email', autocomplete: 'username', value: email, isFixed: true })}
    ${field({ name: 'password', label, type: 'password', autocomplete: 'current-password', isFocused: true })} <button>Sign in</button>`;
  return page(
    'Sign in',
    html`<div class="card">
      <h1>Sign in</h1>
      ${problem(message)}${form(request, '/signin/password', fields, { isMain: true })}
      <div class="more">
        ${isOwn && html`${mailInstead(request, '/signin/link', email, 'Mail me a sign-in link')}${mailInstead(request, '/password', email, 'I have forgotten my password')}`}
        <a href="/signin">Use another address</a>
      </div>
    </div>`,
    { status: message === undefined || message === '' ? 200 : 401 },
  );
}

function mailInstead(request: PageRequest, action: string, email: string, label: string): Html {
  return form(request, action, html`${hidden('email', email)}<button class="link">${label}</button>`);
}
