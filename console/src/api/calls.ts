import type { z } from 'zod';
import type { ChimeCalls } from './chime-calls.ts';
import type { PermissionCalls } from './permission-calls.ts';

/** The operations that the console calls, with the types of their declarations. */
interface Calls extends ChimeCalls, PermissionCalls {}

export type CallName = keyof Calls;

export type Input<Name extends CallName> = z.input<Calls[Name]['input']>;

export type Output<Name extends CallName> = z.output<Calls[Name]['output']>;
