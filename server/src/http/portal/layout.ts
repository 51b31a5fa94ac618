import { html, type Html } from '../html.ts';
import type { Page } from './answer.ts';

/** The whole document of a page. */
export function document({ title, body, corner, isWide = false }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} &middot; Carillon</title>
        <link rel="stylesheet" href="/portal.css" />
      </head>
      <body>
        ${corner && html`<a class="skip" href="#content">Skip to the content</a>`}
        <header>
          <div class="bar"><a class="brand" href="/me">${mark} Carillon</a>${corner}</div>
        </header>
        <main id="content" class="${isWide ? 'wide' : ''}" tabindex="-1">${body}</main>
      </body>
    </html> `;
}

/** The console's sign, as one knows it from there. */
const mark = html`<svg aria-hidden="true" viewBox="0 0 32 32" width="28" height="28">
  <rect width="32" height="32" rx="7" fill="#0b5f6f" />
  <path d="M16 6c-5 0-7 4-7 8v4l-2 4h18l-2-4v-4c0-4-2-8-7-8zm-3 18a3 3 0 0 0 6 0z" fill="#fff" />
</svg>`;

const statusTitles = new Map([
  [400, 'That did not work'],
  [403, 'This page does not answer'],
  [404, 'There is no such page'],
  [409, 'This cannot be done now'],
  [413, 'That is too much'],
  [422, 'That is not possible'],
  [429, 'Not so fast'],
  [503, 'Too busy right now'],
]);

interface Trouble {
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a person sees instead of the page; the request id leads an operator to the cause. */
export function troublePage({ status, message, requestId, headers = {} }: Trouble): Page {
  const title = statusTitles.get(status) ?? 'Something went wrong';
  return {
    kind: 'page',
    status,
    title,
    headers,
    body: html`<div class="card">
      <h1>${title}</h1>
      <p>${message}</p>
      <p><a href="/signin">Go to the sign-in page</a></p>
      <p class="hint">Request <code>${requestId}</code></p>
    </div>`,
  };
}
