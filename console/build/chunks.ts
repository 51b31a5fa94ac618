import { fileURLToPath } from 'node:url';

/** What the bundler knows of the modules. */
interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** A file, and what takes modules into it. */
interface Group {
  readonly name: (id: string, graph: Graph) => string | null;
  readonly debugName: string;
  readonly priority: number;
}

/**
 * What a browser loads together is one file each of script and of style: requests cost a browser more than what is in
 * them. A module is in the first of these whose modules import it, directly or not; all others are cut as the bundler likes.
 */
const files: readonly { readonly name: string; readonly roots: readonly string[] }[] = [
  // What the bundler adds to all others is here, too: the first script must not wait for another one.
  { name: 'start', roots: ['src/start.ts', '\0vite/preload-helper.js', '\0rolldown/runtime.js'] },
  { name: 'console', roots: ['src/main.tsx'] },
  { name: 'inside', roots: ['src/ui/shell.tsx', 'src/pages/account/users.tsx'] },
];

/** How the bundler puts the modules of the first load together. */
export function firstLoadGroups(): Group[] {
  let names: ReadonlyMap<string, string> | undefined;
  return files.map(({ name }, index) => ({
    debugName: name,
    priority: files.length - index,
    name(id, graph) {
      names ??= nameModules(graph);
      return names.get(id) === name ? name : null;
    },
  }));
}

/** In which file each module is, by its id. */
function nameModules(graph: Graph): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, roots } of files) {
    const queue = roots.map((root) => (root.startsWith('\0') ? root : fileURLToPath(new URL(`../${root}`, import.meta.url))));
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (names.has(id)) continue;
      names.set(id, name);
      queue.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
    }
  }
  return names;
}
