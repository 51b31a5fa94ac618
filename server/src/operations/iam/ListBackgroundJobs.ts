import { z } from 'zod';
import { toBackgroundJob, toBackgroundRun } from '../../support/health/job-output.ts';
import { detailsWithheld } from '../../support/health/withheld.ts';
import { queryOperation } from '../../operation.ts';
import { BackgroundJob, BackgroundRun, whyWithheld } from '../../shapes/server-health.ts';
import { isOperators, isShared } from '../../store/aws-accounts.ts';
import { listBackgroundRuns } from '../../store/background-runs.ts';
import { listJobStates } from '../../store/diagnostics.ts';

/** Of each kind; what is older is on the page of its kind. */
const runsMax = 20;

/** Ours: what this installation does in the background. */
export const ListBackgroundJobs = queryOperation('iam', {
  action: {
    name: 'ListBackgroundJobs',
    access: 'List',
    summary: 'Grants permission to list the background jobs of this installation and the long work of your AWS account',
    dependsOn: [],
  },
  input: z.object({}),
  output: z.object({
    Jobs: z.array(BackgroundJob),
    // The newest of each kind, the newest first.
    Runs: z.array(BackgroundRun),
    DetailsWithheld: whyWithheld.optional(),
  }),
  errors: [],
  example: {},
  async handler({ tx, now }) {
    const Runs = (await listBackgroundRuns(tx, runsMax)).map(toBackgroundRun);
    if (!(await isOperators(tx))) return { Jobs: [], Runs, DetailsWithheld: detailsWithheld };
    const masksErrors = await isShared(tx);
    return { Jobs: (await listJobStates(tx)).map((row) => toBackgroundJob(row, now, masksErrors)), Runs };
  },
});
