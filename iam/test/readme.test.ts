import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the example of the README works, and says what the README says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const code = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const engine = new URL('../src/index.ts', import.meta.url).href;
  const source = `${code.replace('@carillon/iam', engine)}\nexport { decision, findings, message, why };`;
  const example: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  expect(example).toMatchObject({
    findings: [],
    decision: { decision: 'explicitDeny', layer: 'identity', statement: 1 },
    message: /is now `(User: .*?)`/.exec(readme.replaceAll(/\s+/g, ' '))?.[1],
    why: ['The request does not carry aws:MultiFactorAuthPresent, and the operator accepts that.'],
  });
});
