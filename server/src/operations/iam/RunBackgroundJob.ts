import { z } from 'zod';
import { NoSuchEntity, UnmodifiableEntity } from '../../errors.ts';
import { toBackgroundJob } from '../../support/health/job-output.ts';
import { detailsWithheld } from '../../support/health/withheld.ts';
import { queryOperation } from '../../operation.ts';
import { BackgroundJob, backgroundJobName } from '../../shapes/server-health.ts';
import { isOperators, isShared } from '../../store/aws-accounts.ts';
import { makeDue } from '../../store/jobs.ts';

/** Ours: runs a job now instead of at its next turn, such as one that failed and whose cause is mended. */
export const RunBackgroundJob = queryOperation('iam', {
  action: {
    name: 'RunBackgroundJob',
    access: 'Write',
    summary: 'Grants permission to run a background job of this installation at once',
    dependsOn: [],
  },
  input: z.object({ JobName: backgroundJobName }),
  output: z.object({ Job: BackgroundJob }),
  errors: [NoSuchEntity, UnmodifiableEntity],
  example: { JobName: 'send-mail' },
  async handler({ tx, now, nudge }, { JobName }) {
    if (!(await isOperators(tx))) throw new UnmodifiableEntity(detailsWithheld);
    const job = await makeDue(tx, JobName, now);
    if (!job) throw new NoSuchEntity(`There is no background job ${JobName}. ListBackgroundJobs shows those there are.`);
    nudge(JobName);
    return { Job: toBackgroundJob(job, now, await isShared(tx)) };
  },
});
