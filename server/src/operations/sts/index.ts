import type { Operation } from '../../operation.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';

/** The operations of STS, by name. */
export const stsOperations = [GetCallerIdentity] as const satisfies readonly Operation[];
