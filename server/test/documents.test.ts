import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandName } from '../src/derive/model.ts';
import { operations } from '../src/operations/all.ts';

const root = new URL('../..', import.meta.url).pathname;
const documents = globSync(['*.md', '{iam,console}/*.md', 'docs/**/*.md'], { cwd: root }).toSorted();
const text = new Map(documents.map((file) => [file, withoutCode(readFileSync(join(root, file), 'utf8'))]));

/** All pictures of the guide together: nobody who clones the repository waits for them. Bytes. */
const picturesMax = 2 * 1024 * 1024;

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()<>]/g, ' '));
}

/** What a document points to, as it stands there: links, pictures, and pictures for dark pages. */
function targetsOf(markdown: string): string[] {
  const forms = [/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g, /^\[[^\]]+\]:\s+(\S+)/gm, /\b(?:src|srcset|href)="([^"]+)"/g];
  return forms.flatMap((form) => [...markdown.matchAll(form)].map(([, target]) => target ?? ''));
}

/** Where GitHub puts the headings of a document. */
function anchorsOf(file: string): ReadonlySet<string> {
  const markdown = readFileSync(join(root, file), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  const anchors = [...markdown.matchAll(/^#{1,6}\s+(.*)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
  return new Set(anchors);
}

const links = documents.flatMap((file) =>
  targetsOf(text.get(file) ?? '')
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { file, target, path: path === '' ? file : join(dirname(file), decodeURIComponent(path)), anchor };
    }),
);

describe('the documents', () => {
  test('every link and every picture leads to something that is there', () => {
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(({ path }) => !existsSync(join(root, path))).map(({ file, target }) => `${file}: ${target}`)).toEqual([]);
  });

  test('every link to a heading leads to one', () => {
    const lost = links.filter(({ path, anchor }) => anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor));
    expect(lost.map(({ file, target }) => `${file}: ${target}`)).toEqual([]);
  });

  test('every page of the guide is linked from the README, and every picture shown somewhere', () => {
    const linked = new Set(links.map(({ file, path }) => `${file === 'README.md' ? 'README ' : ''}${path}`));
    const guide = globSync('docs/guide/*.md', { cwd: root }).filter((file) => !linked.has(`README ${file}`));
    const pictures = globSync('docs/guide/images/*', { cwd: root }).filter((file) => !linked.has(file) && !linked.has(`README ${file}`));
    expect([...guide, ...pictures].map((file) => relative('docs/guide', file))).toEqual([]);
  });

  test('whoever comes from the console of Amazon Chime is told where each of the 57 actions is', () => {
    const page = readFileSync(join(root, 'docs/guide/coming-from-amazon-chime.md'), 'utf8');
    const told = new Set([...page.matchAll(/`(?:aws chime )?([a-z-]+)[^`]*`/g)].map(([, command]) => command));
    const actions = operations.filter(({ service, action, name }) => service === 'chime' && action?.name === name);
    expect(actions).toHaveLength(57);
    expect(actions.map(({ name }) => commandName(name)).filter((command) => !told.has(command))).toEqual([]);
  });

  test('every call of the AWS CLI in the documents is one that works', () => {
    const known = new Set(operations.map(({ service, name }) => `${service} ${commandName(name)}`));
    const called = documents.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\baws (chime|iam|sts|cloudtrail) ([a-z-]+[a-z])/g)].map(
        ([, service, command]) => ({ file, call: `${service} ${command}` }),
      ),
    );
    const unknown = called.filter(({ call }) => !known.has(call) && !call.endsWith(' wait') && !call.endsWith(' help'));
    expect(unknown.map(({ file, call }) => `${file}: aws ${call}`)).toEqual([]);
  });

  test('the pictures are small', () => {
    const sizes = globSync('docs/guide/images/*', { cwd: root }).map((file) => statSync(join(root, file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(picturesMax);
  });
});
