import type { Operation } from '../../operation.ts';
import { LookupEvents } from './LookupEvents.ts';

/** The operations of CloudTrail, by name. */
export const cloudTrailOperations = [LookupEvents] as const satisfies readonly Operation[];
