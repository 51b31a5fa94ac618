import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Completes the page. Its first script is waited for with the first paint, so that it has its colours. And the wordmark is in the
 * page, since it is all that is read there.
 */
export function pagePlugin(): Plugin {
  return {
    name: 'carillon-page',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html
          .replace('<script type="module"', '<script type="module" blocking="render"')
          .replace('<!-- wordmark -->', () => readFileSync(new URL('../src/wordmark.svg', import.meta.url), 'utf8').trim()),
    },
  };
}
