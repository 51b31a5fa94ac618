import { z } from 'zod';
import { date } from './iam.ts';

// How the installation fares (ours: AWS shows nobody how its own machines do).

export const healthStatus = z.enum(['Well', 'Impaired', 'Failing', 'NotUsed']).meta({ id: 'HealthStatus' });

/** A part of the installation, and what to do where it does not fare well. */
export const HealthPart = z
  .object({
    Part: z.enum(['Database', 'ObjectStore', 'Mail', 'MeetingSources', 'Jobs', 'Disk', 'Clock']).meta({ id: 'HealthPartName' }),
    Status: healthStatus,
    // Absent, as is what to do: the installation is not the caller's to look after.
    Summary: z.string().optional(),
    NextStep: z.string().optional(),
  })
  .meta({ id: 'HealthPart' });

/** What waits to be done in the background. */
export const HealthQueue = z
  .object({
    Queue: z
      .enum(['Mail', 'DirectorySynchronisations', 'DataExports', 'PolicyGenerations', 'MeetingRebuilds', 'DiscardedObjects'])
      .meta({ id: 'HealthQueueName' }),
    Waiting: z.int(),
    // Absent: nothing waits, or what waits has no order.
    OldestDate: date.optional(),
  })
  .meta({ id: 'HealthQueue' });

export const backgroundJobName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z-]+$/)
  .meta({ id: 'backgroundJobNameType' });

/** A job that the processes of the installation share. */
export const BackgroundJob = z
  .object({
    JobName: backgroundJobName,
    State: z.enum(['Running', 'Waiting', 'Failing']).meta({ id: 'BackgroundJobState' }),
    FailuresInARow: z.int(),
    NextRunDate: date,
    LastStartDate: date.optional(),
    LastEndDate: date.optional(),
    // Rows that the last run dealt with.
    LastCount: z.int(),
    // Of the last run. Without names, addresses and paths where several AWS accounts use the installation.
    Error: z.string().optional(),
  })
  .meta({ id: 'BackgroundJob' });

/** One piece of long work of the caller's AWS account. */
export const BackgroundRun = z
  .object({
    RunId: z.string(),
    Kind: z.enum(['DirectorySynchronisation', 'DataExport', 'PolicyGeneration', 'MeetingRebuild']).meta({ id: 'BackgroundRunKind' }),
    // Absent: it is of no one account.
    AccountId: z.string().optional(),
    State: z.enum(['Queued', 'Running', 'AwaitingApproval', 'Succeeded', 'Failed', 'Canceled']).meta({ id: 'BackgroundRunState' }),
    Done: z.int().optional(),
    // Absent, as is how much is done: it is not known.
    Total: z.int().optional(),
    RequestDate: date,
    EndDate: date.optional(),
    Message: z.string().optional(),
  })
  .meta({ id: 'BackgroundRun' });

export const whyWithheld = z.string().meta({ id: 'InstallationDetailsWithheld' });
