import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

const name = 'virtual:theme.css';

/**
 * Writes the style sheet of the console's theme when it is built. In the browser the library would put it into a style
 * element, which the content security policy forbids, and would bring half a megabyte of presets along for it.
 */
export function themePlugin(): Plugin {
  return {
    name: 'carillon-theme',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: async (id) => (id === `\0${name}` ? themeSheet() : undefined),
  };
}

/** The library's modules are written for bundlers, so they are bundled before they are run. */
async function themeSheet(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('..', import.meta.url)),
    ssr: { noExternal: true },
    build: { ssr: fileURLToPath(new URL('theme-sheet.ts', import.meta.url)), write: false, minify: false },
  });
  const [first] = Array.isArray(output) ? output : [output];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (!chunk) throw new Error('The theme was not bundled.');
  const file = fileURLToPath(new URL('../dist-theme.mjs', import.meta.url));
  writeFileSync(file, chunk.code);
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    const sheet: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, 'sheet') : undefined;
    if (typeof sheet !== 'string') throw new Error('The theme gave no style sheet.');
    return sheet;
  } finally {
    rmSync(file);
  }
}
