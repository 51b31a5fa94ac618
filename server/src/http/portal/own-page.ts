import type { SignedIn } from '../../store/sessions.ts';
import { html, type Html } from '../html.ts';
import type { Page, PageRequest } from './answer.ts';
import { form } from './parts.ts';

/** The pages of whoever is signed in; free users have only the first. */
const places = [
  ['/me', 'Profile'],
  ['/me/attachments', 'Files'],
  ['/me/meetings', 'Meetings'],
] as const;

interface OwnPage {
  readonly title: string;
  readonly path: (typeof places)[number][0];
  readonly body: Html;
}

/** A page of whoever is signed in: the way to the others, and out. */
export function ownPage(request: PageRequest, { user }: Pick<SignedIn, 'user'>, { title, path, body }: OwnPage): Page {
  const shown = user.account_id === '' ? places.slice(0, 1) : places;
  return {
    kind: 'page',
    status: 200,
    title,
    isWide: true,
    corner: html`<nav aria-label="My pages">
        ${shown.map(([to, text]) => html`<a href="${to}" ${to === path && html`aria-current="page"`}>${text}</a>`)}
      </nav>
      ${form(request, '/me/sign-out', html`<button class="quiet" aria-label="Sign out of this device">Sign out</button>`)}`,
    body,
  };
}
