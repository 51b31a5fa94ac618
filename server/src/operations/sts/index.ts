import type { Operation } from '../../operation.ts';
import { AssumeRole } from './AssumeRole.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';
import { GetSessionToken } from './GetSessionToken.ts';

/** The operations of STS, by name. */
export const stsOperations = [
  AssumeRole,
  GetCallerIdentity,
  GetSessionToken,
] as const satisfies readonly Operation[];
