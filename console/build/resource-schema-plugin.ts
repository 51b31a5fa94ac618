import type { Plugin } from 'vite';
import { accountResourceSchema } from '../../server/src/derive/account-resource-schema.ts';

const name = 'virtual:account-resource-schema';

/** Derives the form of an account's document from the server's declaration of it. */
export function resourceSchemaPlugin(): Plugin {
  return {
    name: 'carillon-resource-schema',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export const schema = ${JSON.stringify(accountResourceSchema())};` : undefined),
  };
}
