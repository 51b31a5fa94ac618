import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtConsole } from './support/stage.ts';

// What a browser loads, in the form in which it is sent to nearly all of them: Brotli.

const assets = new URL('../dist/assets/', import.meta.url);
const firstLoadMax = 450 * 1024;
const routeMax = 150 * 1024;

function weigh(name: string): number {
  const compressed = statSync(new URL(`${name}.br`, assets), { throwIfNoEntry: false });
  return (compressed ?? statSync(new URL(name, assets))).size;
}

/** A file and all that is imported with it. Files that it imports only when they are needed are not among them. */
function closure(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(new URL(name, assets), 'utf8');
    for (const [, imported = ''] of text.matchAll(/(?:from|^import|;import)\s*"\.\/([^"]+)"/g)) queue.push(imported);
  }
  return found;
}

function sum(names: Iterable<string>): number {
  return [...names].reduce((total, name) => total + weigh(name), 0);
}

const { page, assets: files } = builtConsole();
const entry = [...page.matchAll(/\/console\/assets\/([^"]+)/g)].map(([, name]) => name ?? '');
/** Style sheets belong to the chunks of their names. */
function withStyles(names: ReadonlySet<string>): ReadonlySet<string> {
  const stems = new Set([...names].map((name) => name.replace(/-[\w-]{8}\.\w+$/, '')));
  const styles = [...files.keys()].filter((name) => name.endsWith('.css') && stems.has(name.replace(/-[\w-]{8}\.css$/, '')));
  return new Set([...names, ...styles]);
}
const named = (prefix: string): string[] => [...files.keys()].filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.js'));
/** Who may do what is read by way of the shapes. */
const first = withStyles(
  closure([
    ...entry,
    ...['console', 'inside', 'users', 'query-shapes'].flatMap(named),
    ...named('all.en').filter((name) => !name.startsWith('all.en-GB')),
  ]),
);

test('the first page, shell and users table included, is at most 450 kB', () => {
  expect(sum(first)).toBeLessThanOrEqual(firstLoadMax);
});

test('no further page is more than 150 kB', () => {
  const pages = [...files.keys()].filter((name) => name.endsWith('.js') && !first.has(name) && !name.startsWith('all.'));
  const heavy = pages
    .map((name) => [name, sum([...withStyles(closure([name]))].filter((one) => !first.has(one)))] as const)
    .filter(([, weight]) => weight > routeMax);
  expect(heavy).toEqual([]);
});
