import { passwordHint } from '../../signin/passwords.ts';
import { html, type Html } from '../html.ts';
import type { PageRequest } from './answer.ts';

interface FormOptions {
  /** The one thing the page is for: its button is as wide as the page. */
  readonly isMain?: boolean;
}

/** A form that `http/portal/mount.ts` takes. @param content fields and buttons */
export function form({ formToken }: PageRequest, action: string, content: Html, { isMain = false }: FormOptions = {}): Html {
  return html`<form method="post" action="${action}" class="${isMain ? 'main' : ''}">
    <input type="hidden" name="form-token" value="${formToken}" />${content}
  </form>`;
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: 'name' | 'username' | 'current-password' | 'new-password';
  readonly value?: string;
  readonly hint?: string;
  readonly isFixed?: boolean;
  readonly isFocused?: boolean;
}

/** A labelled field that must be filled in. */
export function field({ name, label, type, autocomplete, value, hint, isFixed = false, isFocused = false }: Field): Html {
  const describedBy = hint === undefined ? undefined : html` aria-describedby="${name}-hint"`;
  const flags = html`${isFixed && html` readonly`}${isFocused && html` autofocus`}`;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value ?? ''}"
      autocomplete="${autocomplete}"
      required
      maxlength="300"
      ${describedBy}${flags}
    />
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
  </div>`;
}

/** What went wrong, read out at once. */
export function problem(message: string | undefined): Html | undefined {
  return message === undefined || message === '' ? undefined : html`<p class="note bad" role="alert">${message}</p>`;
}

/** A point in time, for people everywhere. */
export function time(instant: number): Html {
  const date = new Date(instant);
  return html`<time datetime="${date.toISOString()}">${date.toLocaleString('en-GB', instants)} UTC</time>`;
}

const instants = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;

/** The address that a page is about; browsers keep the password under it. */
export function fixedAddress(email: string): Html {
  return field({ name: 'email', label: 'Mail address', type: 'email', autocomplete: 'username', value: email, isFixed: true });
}

/** What the person is called, to be typed. */
export function nameField(request: PageRequest): Html {
  return field({ name: 'name', label: 'Your name', type: 'text', autocomplete: 'name', value: request.field('name'), isFocused: true });
}

/** A password to be chosen. */
export function newPassword(label: string): Html {
  return field({ name: 'new-password', label, type: 'password', autocomplete: 'new-password', hint: passwordHint });
}
