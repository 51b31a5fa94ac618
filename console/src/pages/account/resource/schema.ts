import { schema as derived } from 'virtual:account-resource-schema';
import type { Schema } from './check.ts';

/** The form of an account's document. `build/resource-schema-plugin.ts` writes it from the server's declaration. */
export const resourceSchema = derived as Schema;
