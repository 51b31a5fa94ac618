import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';

type Buckets = Output<'chime:ListCDRBucket'>;

/** A bucket with what the store says of it. */
export type Bucket = Output<'chime:GetCDRBucket'>['CDRBucket'];

/** Shown of an AWS account's buckets: nobody has more than a few. */
const bucketsMax = 200;

export function useBuckets(): UseQueryResult<Buckets> {
  const client = useClient();
  return useQuery({
    queryKey: ['cdr-buckets'],
    queryFn: ({ signal }) => client.call('chime:ListCDRBucket', { MaxResults: bucketsMax }, { signal }),
  });
}

/** @param isAllowed without it, it is not asked for: the refusal is known before */
export function useBucket(BucketName: string | undefined, isAllowed: boolean): UseQueryResult<Bucket> {
  const client = useClient();
  return useQuery({
    queryKey: ['cdr-bucket', BucketName],
    enabled: BucketName !== undefined && isAllowed,
    queryFn: async ({ signal }) => (await client.call('chime:GetCDRBucket', { BucketName: BucketName ?? '' }, { signal })).CDRBucket,
  });
}

/** The bucket that records go to. */
export function chosenOf(list: Buckets | undefined): string | undefined {
  return list?.Buckets.find(({ Chosen }) => Chosen)?.BucketName;
}
