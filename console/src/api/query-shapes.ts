import { shapes as derived } from 'virtual:query-shapes';
import type { Shape } from './operation-sketch.ts';

/** The form of each answer in XML, by `service:Operation`. `build/operations-plugin.ts` writes this very type. */
export const shapes = derived as Readonly<Record<string, Shape>>;
