declare module 'virtual:operations' {
  import type { OperationSketch } from './api/operation-sketch.ts';
  export const operations: readonly OperationSketch[];
}
declare module 'virtual:query-shapes' {
  import type { Shape } from './api/operation-sketch.ts';
  export const shapes: Readonly<Record<string, Shape>>;
}
declare module 'virtual:theme.css';
