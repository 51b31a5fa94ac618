import { createHmac } from 'node:crypto';
import { equalTexts } from '../equal-texts.ts';
import type { Vault } from '../store/vault.ts';

/** What a form must bring to be taken: only a page of ours can have shown it in this browser. @param cookie the form cookie's value */
export function formToken(vault: Vault, cookie: string): string {
  return createHmac('sha256', vault.derive('portal-forms')).update(cookie).digest('base64url');
}

export function isFormToken(vault: Vault, cookie: string | undefined, token: string): boolean {
  return cookie !== undefined && equalTexts(token, formToken(vault, cookie));
}
