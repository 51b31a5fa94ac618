import type { Operation } from '../operation.ts';
import { accessAnalyzerOperations } from './access-analyzer/index.ts';
import { chimeOperations } from './chime/index.ts';
import { cloudTrailOperations } from './cloudtrail/index.ts';
import { iamOperations } from './iam/index.ts';
import { stsOperations } from './sts/index.ts';

/** Every operation of every service. */
export const operations: readonly Operation[] = [
  ...chimeOperations,
  ...cloudTrailOperations,
  ...iamOperations,
  ...stsOperations,
  ...accessAnalyzerOperations,
];
