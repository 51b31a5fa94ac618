import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { granularity, jobId } from '../../shapes/iam-details.ts';
import { arn } from '../../shapes/iam.ts';
import { insertAccessReport, listReportedIds } from '../../store/access-reports.ts';

export const GenerateServiceLastAccessedDetails = queryOperation('iam', {
  action: {
    name: 'GenerateServiceLastAccessedDetails',
    access: 'Read',
    summary: 'Grants permission to generate a service last accessed data report for an IAM resource',
    dependsOn: [],
    resource: ({ Arn }) => Arn,
  },
  // It only reads, but leaves a report that can be asked for.
  mutates: true,
  input: z.object({ Arn: arn, Granularity: granularity.optional() }),
  output: z.object({ JobId: jobId.optional() }),
  errors: [InvalidInput, NoSuchEntity],
  example: { Arn: 'arn:aws:iam::111122223333:role/help-desk', Granularity: 'ACTION_LEVEL' },
  async handler({ tx, now, newId }, { Arn, Granularity = 'SERVICE_LEVEL' }) {
    await listReportedIds(tx, Arn);
    const id = newId();
    await insertAccessReport(tx, { id, entityArn: Arn, granularity: Granularity, createdAt: now });
    return { JobId: id };
  },
});
