import { z } from 'zod';
import { timestamp } from './common.ts';

// Wire shapes of policy generation. Names and values are those of the published model (`accessanalyzer/2019-11-01`).

export const jobId = z.string().min(1).max(128);

export const principalArn = z.string().regex(/^arn:[^:]*:iam::[^:]*:(role|user)\/.{1,576}$/);

export const cloudTrailArn = z.string().regex(/^arn:[^:]*:cloudtrail:[^:]*:[^:]*:trail\/.{1,576}$/);

const regions = z.array(z.string().max(64)).max(100).optional();

export const Trail = z.object({ cloudTrailArn, regions, allRegions: z.boolean().optional() });

export const CloudTrailDetails = z.object({
  trails: z.array(Trail).max(10),
  accessRole: z.string().regex(/^arn:[^:]*:iam::[^:]*:role\/.{1,576}$/),
  startTime: timestamp,
  endTime: timestamp.optional(),
});

export const jobStatus = z.enum(['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'CANCELED']);

export const JobDetails = z.object({
  jobId,
  status: jobStatus,
  startedOn: timestamp,
  completedOn: timestamp.optional(),
  jobError: z
    .object({
      code: z.enum(['AUTHORIZATION_ERROR', 'RESOURCE_NOT_FOUND_ERROR', 'SERVICE_QUOTA_EXCEEDED_ERROR', 'SERVICE_ERROR']),
      message: z.string(),
    })
    .optional(),
});

export const GeneratedPolicyResult = z.object({
  properties: z.object({
    isComplete: z.boolean().optional(),
    principalArn,
    cloudTrailProperties: z.object({ trailProperties: z.array(Trail), startTime: timestamp, endTime: timestamp }).optional(),
  }),
  generatedPolicies: z.array(z.object({ policy: z.string() })).optional(),
});

export const PolicyGeneration = z.object({
  jobId,
  principalArn,
  status: jobStatus,
  startedOn: timestamp,
  completedOn: timestamp.optional(),
});
