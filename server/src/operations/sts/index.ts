import type { Operation } from '../../operation.ts';
import { AssumeRole } from './AssumeRole.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';

/** The operations of STS, by name. */
export const stsOperations = [AssumeRole, GetCallerIdentity] as const satisfies readonly Operation[];
