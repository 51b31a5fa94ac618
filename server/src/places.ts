/**
 * The folder of this workspace. Told from here, because the server runs either as it is written, from `src/`, or in few files, from `dist/`:
 * both are one folder below it.
 */
export const serverFolder = new URL('../', import.meta.url);
