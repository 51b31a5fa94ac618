import { z } from 'zod';
import type { Caller } from '../../support/stock-clients.ts';

/** Where a story plays. */
export interface Stage {
  /** Calls an operation, as the administrator if nobody else is named; 'nobody' does not sign. */
  aws(operation: string, input?: object, caller?: Caller | 'nobody'): Promise<unknown>;
  /** Whether the client also knows the operations that AWS does not have. */
  readonly takesOverlay: boolean;
  /** The AWS account. */
  readonly account: string;
  /** An OpenID provider that people sign in with. */
  readonly provider: { readonly issuer: string; readonly thumbprint: string; signIn(login: string): Promise<string> };
}

/** Longer than a job, or the storing of events, takes on a busy machine. */
export const patience = { timeout: 60_000, interval: 100 };

/** The text at a place of an answer, such as `Role`, `Arn`. */
export function textAt(answer: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((value, name) => z.record(z.string(), z.unknown()).parse(value)[name], answer);
  return z.string().parse(found);
}

/** A policy of an answer: the SDK leaves it as text in URL encoding, the CLI reads it. */
export function policyAt(answer: unknown, ...path: readonly string[]): unknown {
  const found = path.reduce<unknown>((value, name) => z.record(z.string(), z.unknown()).parse(value)[name], answer);
  return typeof found === 'string' ? JSON.parse(decodeURIComponent(found)) : found;
}

/** The caller that an answer brings credentials of, under `AccessKey` or `Credentials`. */
export function callerOf(answer: unknown): Caller {
  const { AccessKey, Credentials } = Answered.parse(answer);
  const { AccessKeyId, SecretAccessKey, SessionToken } = Key.parse(AccessKey ?? Credentials);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, ...(SessionToken !== undefined && { sessionToken: SessionToken }) };
}

const Key = z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string().optional() });
const Answered = z.object({ AccessKey: z.unknown().optional(), Credentials: z.unknown().optional() });
