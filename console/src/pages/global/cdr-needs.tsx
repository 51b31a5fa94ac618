import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { getOperation } from '../../api/client.ts';
import { useReasons, type Need } from '../../ui/permissions.tsx';

/** The five actions of call detail records; each depends on actions of S3 besides its own. */
const calls = ['ListCDRBucket', 'GetCDRBucket', 'CreateCDRBucket', 'UpdateCDRBucket', 'DeleteCDRBucket'] as const;

type CdrCall = (typeof calls)[number];

/** Missing actions that are named at once; the table has all. */
const namedMax = 4;

/** S3 decides its list actions on this. */
const anyBucket = 'arn:aws:s3:::*';

/** The buckets that a call is about; without a name, what is asked is whether the action is allowed on all of them. */
interface Buckets {
  readonly bucket?: string | undefined;
  readonly newBucket?: string | undefined;
}

/** Each action that a call needs, with what it is decided on. Source: the five operations of the server. */
function needsOf(call: CdrCall, { bucket, newBucket }: Buckets): readonly Need[] {
  return getOperation(`chime:${call}`).actions.map((action) => {
    if (!action.startsWith('s3:')) return { action, resource: '*' };
    if (action === 's3:ListAllMyBuckets' || action === 's3:ListBucket') return { action, resource: anyBucket };
    return { action, resource: toArn(action === 's3:CreateBucket' && newBucket !== undefined ? newBucket : bucket) };
  });
}

function toArn(bucket: string | undefined): string {
  return bucket === undefined ? anyBucket : `arn:aws:s3:::${bucket}`;
}

/** Why the caller may not make a call, every missing action named; undefined = they may, or the server will say. */
export function useWhyNot(call: CdrCall, buckets: Buckets): string | undefined {
  const reasons = useReasons(needsOf(call, buckets)).filter((reason) => reason !== undefined && reason !== '');
  return reasons.length === 0 ? undefined : reasons.join(' ');
}

/** A button that names each of the actions that are missing, those of S3 with the bucket they are missing on. */
export function CdrButton({
  call,
  bucket,
  newBucket,
  disabledReason,
  ...button
}: Omit<ButtonProps, 'disabledReason'> &
  Buckets & {
    readonly call: CdrCall;
    readonly disabledReason?: string | undefined;
    readonly children: ReactNode;
  }): ReactNode {
  const reason = useWhyNot(call, { bucket, newBucket }) ?? disabledReason;
  if (reason === undefined) return <Button {...button} />;
  return <Button {...button} disabled disabledReason={reason} />;
}

/** What each of the five calls needs, and whether the caller has it. */
export function Needs({ bucket }: { readonly bucket: string | undefined }): ReactNode {
  const rows = calls.flatMap((call) => needsOf(call, { bucket, newBucket: bucket }).map((need) => ({ call, ...need })));
  const reasons = useReasons(rows);
  const missing = [...new Set(rows.filter((_, index) => (reasons[index] ?? '') !== '').map(({ action }) => action))];
  const lacking = missing.length > namedMax ? `${missing.length} of these actions` : missing.join(', ');
  const summary =
    missing.length === 0 ? 'You have all of it.' : `You lack ${lacking}. Whoever writes your policies can add what is missing.`;
  return (
    <ExpandableSection variant="container" headerText="What each call needs" headerDescription={summary}>
      <Table
        variant="embedded"
        enableKeyboardNavigation
        items={rows.map((row, index) => ({ ...row, reason: reasons[index] }))}
        trackBy={({ call, action }) => `${call} ${action}`}
        ariaLabels={{ tableLabel: 'What each call needs' }}
        columnDefinitions={[
          { id: 'call', header: 'Call', cell: ({ call }) => call },
          { id: 'action', header: 'Action', isRowHeader: true, cell: ({ action }) => action },
          { id: 'resource', header: 'On', cell: ({ resource }) => (resource === '*' ? 'Everything' : resource) },
          { id: 'you', header: 'You', cell: ({ reason }) => <Having reason={reason} /> },
        ]}
      />
    </ExpandableSection>
  );
}

function Having({ reason }: { readonly reason: string | undefined }): ReactNode {
  if (reason === undefined) return <StatusIndicator type="pending">Not known yet</StatusIndicator>;
  return reason === '' ? (
    <StatusIndicator type="success">Allowed</StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">{reason.replace('You may not do this: ', '')}</StatusIndicator>
  );
}
