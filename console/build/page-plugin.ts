import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

/** What the first script asks for, whoever is there; what it asks for when somebody is signed in. */
const always = ['src/main.tsx'];
const inside = ['src/ui/shell.tsx', 'src/pages/account/users.tsx', 'i18n/messages/all.en.js'];

/**
 * Completes the page. Its first script is waited for with the first paint, so that it has its colours. The files that this script
 * will ask for are announced, so that they come at once. And the wordmark is in the page, since it is all that is read there.
 */
export function pagePlugin(): Plugin {
  return {
    name: 'carillon-page',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const first = listFiles(bundle, always);
        const further = listFiles(bundle, inside).filter((name) => !first.includes(name));
        const lines = [...first.map(announce), '<!-- inside -->', ...further.map(announce), '<!-- /inside -->'];
        return html
          .replace('<script type="module"', '<script type="module" blocking="render"')
          .replace('</head>', () => `${lines.map((line) => `  ${line}\n`).join('  ')}  </head>`)
          .replace('<!-- wordmark -->', () => readFileSync(new URL('../src/wordmark.svg', import.meta.url), 'utf8').trim());
      },
    },
  };
}

function announce(name: string): string {
  const how = name.endsWith('.css') ? 'rel="preload" as="style"' : 'rel="modulepreload"';
  return `<link ${how} crossorigin href="/console/${name}" />`;
}

/** The files of these modules, and all that are loaded with them. */
function listFiles(bundle: Rolldown.OutputBundle, modules: readonly string[]): readonly string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const queue = modules.map((module) => {
    const is = (id: string | null): boolean => id?.endsWith(`/${module}`) ?? false;
    const chunk = chunks.find(({ facadeModuleId }) => is(facadeModuleId)) ?? chunks.find(({ moduleIds }) => moduleIds.some(is));
    if (!chunk) throw new Error(`The console's build has no file for ${module}.`);
    return chunk.fileName;
  });
  const found = new Set<string>();
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (found.has(name)) continue;
    found.add(name);
    const chunk = chunks.find(({ fileName }) => fileName === name);
    // The first script is in the page itself.
    queue.push(...(chunk?.viteMetadata?.importedCss ?? []), ...(chunk?.imports ?? []).filter((one) => !one.includes('/start-')));
  }
  return [...found];
}
