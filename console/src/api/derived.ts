import { operations as derived } from 'virtual:operations';
import type { OperationSketch } from './operation-sketch.ts';

/** Every operation of the server. `build/operations-plugin.ts` writes this very type. */
export const operations = derived as readonly OperationSketch[];
