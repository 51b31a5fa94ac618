import type { Plugin } from 'vite';

/** Leaves out the fonts that the global styles bring inlined, 130 kB of them: the console uses those of the machine. */
export function fontsPlugin(): Plugin {
  return {
    name: 'carillon-fonts',
    enforce: 'pre',
    transform: (code, id) =>
      /global-styles\/index\.css/.test(id) ? { code: code.replaceAll(/@font-face\s*\{[^}]*\}/g, ''), map: null } : undefined,
  };
}
