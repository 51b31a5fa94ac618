import { expect } from 'vitest';
import type { Stage, Visitor } from './stage.ts';

/** Something that somebody does at the console, and the name of the guarantee. */
export type Story = readonly [name: string, tell: (stage: Stage) => Promise<void>];

/** Nothing was refused by the browser, and nothing asked of anybody else. */
export async function leave(visitor: Visitor): Promise<void> {
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
}
