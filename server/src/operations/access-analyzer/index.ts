import type { Operation } from '../../operation.ts';
import { CheckAccessNotGranted } from './CheckAccessNotGranted.ts';
import { CheckNoNewAccess } from './CheckNoNewAccess.ts';
import { ValidatePolicy } from './ValidatePolicy.ts';

/** The operations of Access Analyzer, by name. */
export const accessAnalyzerOperations = [CheckAccessNotGranted, CheckNoNewAccess, ValidatePolicy] as const satisfies readonly Operation[];
