import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { operations } from '../src/operations/all.ts';

const root = new URL('../..', import.meta.url).pathname;
const sources = globSync('{iam,server}/src/**/*.ts', { cwd: root }).toSorted();
const text = new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

/** Layers from the bottom up: a file may import from its own layer and from those before it. */
const layers: readonly (readonly string[])[] = [
  ['desk.ts', 'equal-texts.ts', 'errors.ts', 'generations.ts', 'places.ts', 'principal.ts', 'spelling.ts', 'shapes/'],
  ['net/'],
  ['iam/'],
  ['store/'],
  [
    'chime/',
    'account-resource/',
    'scim/',
    'signin/',
    'directory/',
    'domains/',
    'cdr/',
    'mail/',
    'meetings/',
    'exports/',
    'conversations/',
    'support/',
    'imports/',
    'objects/',
  ],
  ['calls.ts', 'connections.ts', 'operation.ts', 'operations/', 'jobs/'],
  ['pipeline/', 'dispatch.ts', 'derive/'],
  ['config.ts', 'http/', 'compose.ts', 'demo/', 'cli/'],
  ['main.ts'],
];

/** Type-only imports that reach upwards on purpose, with the reason. */
const allowedUpwards = new Map<string, string>([]);

function layerOf(file: string): number {
  const path = relative('server/src', file);
  return layers.findIndex((names) => names.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name)));
}

const statically = /^(?:import|export)\s[^;]*?from '([^']+)'/gms;
const whenNeeded = /\bimport\('([^']+)'\)/g;

function importsOf(file: string): string[] {
  return [statically, whenNeeded].flatMap((form) => [...(text.get(file) ?? '').matchAll(form)].map(([, specifier]) => specifier ?? ''));
}

/** What is loaded with the file: neither types nor what is imported when it is needed. */
function loadedWith(file: string): string[] {
  const onlyTypes = /^(?:import|export)\s+(?:type\b|\{(?:\s*type\s[^,}]*,?)*\s*\})/;
  return [...(text.get(file) ?? '').matchAll(statically)].flatMap(([form, specifier = '']) => (onlyTypes.test(form) ? [] : [specifier]));
}

describe('the house', () => {
  test('every source file belongs to a layer', () => {
    expect(sources.filter((file) => file.startsWith('server/') && layerOf(file) === -1)).toEqual([]);
  });

  test('nothing imports from a layer above its own', () => {
    const upwards = sources
      .filter((file) => file.startsWith('server/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => [file, join(dirname(file), specifier)] as const),
      )
      .filter(([file, target]) => layerOf(target) > layerOf(file))
      .map(([file, target]) => `${file} → ${target}`);
    expect(upwards.filter((edge) => !allowedUpwards.has(edge))).toEqual([]);
  });

  test('only the pipeline, derive, the command line and IAM reach the policy engine', () => {
    const importers = sources.filter((file) => importsOf(file).includes('@carillon/iam')).map((file) => relative('server/src', file));
    expect(
      importers.filter((file) => !/^((pipeline|derive|cli|iam|operations\/(iam|access-analyzer))\/|dispatch|operation\.ts)/.test(file)),
    ).toEqual([]);
  });

  test('a start loads the libraries that every server needs, and no others', () => {
    const loaded = new Set(['server/src/main.ts']);
    const libraries = new Set<string>();
    const builtins = new Set<string>();
    // A set is walked to its end although it grows.
    for (const file of loaded) {
      for (const specifier of loadedWith(file)) {
        if (specifier.startsWith('.')) loaded.add(join(dirname(file), specifier));
        else if (specifier.startsWith('node:')) builtins.add(specifier);
        else if (!specifier.startsWith('@carillon/')) libraries.add(specifier);
      }
    }
    expect(loaded.size).toBeGreaterThan(400);
    expect([...libraries].toSorted()).toEqual(['fastify', 'ipaddr.js', 'kysely', 'pino', 'zod']);
    // As ES modules these make Node load all that they offer, `fetch` and `WebSocket` too.
    expect(['node:http', 'node:https'].filter((name) => builtins.has(name))).toEqual([]);
  });

  test('operations never import each other', () => {
    const edges = sources
      .filter((file) => /\/operations\/[\w-]+\/[A-Z]/.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => /^(\.\/|\.\.\/[\w-]+\/)[A-Z]/.test(specifier))
          .map((specifier) => `${file} → ${specifier}`),
      );
    expect(edges).toEqual([]);
  });

  test('the engine imports nothing from outside its folder', () => {
    expect(sources.filter((file) => file.startsWith('iam/') && importsOf(file).some((specifier) => !specifier.startsWith('.')))).toEqual(
      [],
    );
  });

  test('time, chance and the environment come only from main', () => {
    const impure = /\bDate\.now\b|new Date\(\)|\bMath\.random\b|\brandomUUID|\bprocess\.[a-z]+\b(?=[.([])|\bprocess\.env\b/;
    const found = sources.filter(
      (file) => file !== 'server/src/main.ts' && impure.test((text.get(file) ?? '').replace(/^\s*(\*|\/\/|\/\*).*$/gm, '')),
    );
    expect(found).toEqual([]);
  });

  test('every operation has a test of its name', () => {
    const tests = new Set(globSync('server/test/operations/*/*.test.ts', { cwd: root }));
    const untested = operations.filter(({ service, name }) => !tests.has(`server/test/operations/${service}/${name}.test.ts`));
    expect(untested.map(({ service, name }) => `${service}/${name}`)).toEqual([]);
  });

  test('every operation file is in its folder’s list', () => {
    const files = sources
      .filter((file) => /\/operations\/[\w-]+\/[A-Z]/.test(file))
      .map((file) => file.replace(/^.*\/operations\/(.*)\.ts$/, '$1'));
    expect(files).toEqual(operations.map(({ service, name }) => `${service}/${name}`).toSorted());
  });

  test('no two statements have one name: it is what PostgreSQL prepares them under', () => {
    const names = sources.flatMap((file) =>
      [...(text.get(file) ?? '').matchAll(/\bstatement(?:<[^(]*>)?\(\s*'(\w+)'/gs)].map(([, name]) => name ?? ''),
    );
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('the lock file holds no download address', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });
});
