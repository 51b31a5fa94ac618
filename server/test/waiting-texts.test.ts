import { expect, test } from 'vitest';
import { createWaitingTexts } from '../src/pipeline/waiting-texts.ts';

const kinds = ['', 'plain', 'Zoë', '日本語', '🛎️ bells', 'x'.repeat(100_000), 'ü'.repeat(300_000)];

test('texts of every kind and length are read as they were kept, whatever was kept and forgotten meanwhile', () => {
  const texts = createWaitingTexts();
  let waiting = kinds.map((text) => ({ text, kept: texts.keep(text) }));
  for (let round = 0; round < 50; round++) {
    expect(waiting.filter(({ text, kept }) => Buffer.from(texts.read(kept)).toString('utf8') !== text)).toEqual([]);
    const [done, rest] = [waiting.slice(0, 5), waiting.slice(5)];
    for (const { kept } of done) texts.forget(kept);
    const more = kinds.slice(0, 5).map((kind) => `${round} ${kind}`);
    waiting = [...rest, ...more.map((text) => ({ text, kept: texts.keep(text) }))];
  }
});

test('blocks are used again: a steady crowd takes no more memory with time', () => {
  const texts = createWaitingTexts();
  const blocks = new Set<object>();
  const waiting: ReturnType<typeof texts.keep>[] = [];
  for (let number = 0; number < 20_000; number++) {
    const kept = texts.keep(`${number} ${'x'.repeat(1_000)}`);
    blocks.add(kept.block);
    waiting.push(kept);
    if (waiting.length > 300) for (const done of waiting.splice(0, 256)) texts.forget(done);
  }
  expect(blocks.size).toBeLessThan(12);
});
