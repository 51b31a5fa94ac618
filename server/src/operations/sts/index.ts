import type { Operation } from '../../operation.ts';
import { AssumeRole } from './AssumeRole.ts';
import { AssumeRoleWithWebIdentity } from './AssumeRoleWithWebIdentity.ts';
import { DecodeAuthorizationMessage } from './DecodeAuthorizationMessage.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';
import { GetSessionToken } from './GetSessionToken.ts';

/** The operations of STS, by name. */
export const stsOperations = [
  AssumeRole,
  AssumeRoleWithWebIdentity,
  DecodeAuthorizationMessage,
  GetCallerIdentity,
  GetSessionToken,
] as const satisfies readonly Operation[];
