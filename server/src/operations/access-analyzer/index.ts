import type { Operation } from '../../operation.ts';
import { CancelPolicyGeneration } from './CancelPolicyGeneration.ts';
import { CheckAccessNotGranted } from './CheckAccessNotGranted.ts';
import { CheckNoNewAccess } from './CheckNoNewAccess.ts';
import { GetGeneratedPolicy } from './GetGeneratedPolicy.ts';
import { ListPolicyGenerations } from './ListPolicyGenerations.ts';
import { StartPolicyGeneration } from './StartPolicyGeneration.ts';
import { ValidatePolicy } from './ValidatePolicy.ts';

/** The operations of Access Analyzer, by name. */
export const accessAnalyzerOperations = [
  CancelPolicyGeneration,
  CheckAccessNotGranted,
  CheckNoNewAccess,
  GetGeneratedPolicy,
  ListPolicyGenerations,
  StartPolicyGeneration,
  ValidatePolicy,
] as const satisfies readonly Operation[];
