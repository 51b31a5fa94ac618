// Made by `build/`: what they hold is what `src/api/derived.ts` and the style sheets say.
declare module 'virtual:operations' {
  export const operations: unknown;
}
declare module 'virtual:query-shapes' {
  export const shapes: unknown;
}
declare module 'virtual:account-resource-schema' {
  export const schema: unknown;
}
declare module 'virtual:theme.css';
