import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { bucketNameFault } from './bucket-name.ts';
import { CdrButton, Needs, useWhyNot } from './cdr-needs.tsx';
import { chosenOf, useBucket, useBuckets } from './cdr.ts';

type Buckets = Output<'chime:ListCDRBucket'>;

/** Where the call detail records of the AWS account go. */
export function CallDetailRecordsPage(): ReactNode {
  const client = useClient();
  const buckets = useBuckets();
  const settings = useQuery({
    queryKey: ['cdr-settings'],
    queryFn: ({ signal }) => client.call('chime:GetGlobalSettings', {}, { signal }),
  });
  const [isCreating, setCreating] = useState(false);
  const chosen = settings.data?.BusinessCalling?.CdrBucket ?? chosenOf(buckets.data);
  return (
    <Page
      title="Call detail records"
      description="A record of each telephone call, and a weekly report of what people did, in a bucket of yours."
      help={help}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('chime:ListCDRBucket', {}), codeCall('chime:GetGlobalSettings', {})]} />
          <CdrButton call="CreateCDRBucket" variant="primary" onClick={() => setCreating(true)}>
            Create bucket
          </CdrButton>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        {settings.error ? <Trouble error={settings.error} onRetry={settings.refetch} /> : <Delivery chosen={chosen} />}
        <Loaded query={buckets}>{(list) => <List list={list} query={buckets} />}</Loaded>
        <Needs bucket={chosen} />
      </SpaceBetween>
      {isCreating && <CreateBucket isFirst={chosen === undefined} onClose={() => setCreating(false)} />}
    </Page>
  );
}

const help = (
  <>
    <p>One bucket of the AWS account is chosen; the records of all its accounts go there.</p>
    <p>A record is delivered five minutes after the end of its meeting or later, below</p>
    <p>
      <code>Amazon-Chime-Business-Calling-CDRs/json/</code>
    </p>
    <p>and a report an hour after the end of each week (Saturday, UTC), below</p>
    <p>
      <code>Amazon-Chime-User-Activity-Reports/csv/</code>
    </p>
    <p>While the store is down or full, records wait. None is lost, and each arrives once.</p>
    <p>
      Each call needs actions of S3 besides its own, as on AWS. The buckets are where whoever runs the server has put its object store: in a
      folder, or at a store that speaks S3.
    </p>
  </>
);

/** Whether records arrive. */
function Delivery({ chosen }: { readonly chosen: string | undefined }): ReactNode {
  const whyNot = useWhyNot('GetCDRBucket', { bucket: chosen });
  const bucket = useBucket(chosen, whyNot === undefined);
  if (chosen === undefined) {
    return (
      <Alert type="info" statusIconAriaLabel="Information" header="Records go nowhere">
        No bucket is chosen. Records wait until one is: create a bucket, and what has been recorded arrives there.
      </Alert>
    );
  }
  const failing = bucket.data?.Warnings.find(({ Code }) => Code === 'DeliveryFailing');
  const state = failing ? (
    <StatusIndicator type="error">Failing</StatusIndicator>
  ) : bucket.data ? (
    <StatusIndicator type="success">In order</StatusIndicator>
  ) : (
    <StatusIndicator type={bucket.isFetching ? 'loading' : 'info'}>{bucket.isFetching ? 'Asking the store' : 'Not known'}</StatusIndicator>
  );
  return (
    <Container header={<Header variant="h2">Delivery</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Records go to', value: <PageLink to={`/call-detail-records/${chosen}`}>{chosen}</PageLink> },
            { label: 'State', value: state },
            { label: 'Location', value: bucket.data?.Location ?? '–' },
          ]}
        />
        {failing && (
          <Alert type="error" statusIconAriaLabel="Error" header="Deliveries fail">
            {failing.Message}
          </Alert>
        )}
        {whyNot !== undefined && (
          <Alert type="info" statusIconAriaLabel="Information" header="You may not look into the bucket">
            {whyNot}
          </Alert>
        )}
        {bucket.error && <Trouble error={bucket.error} onRetry={bucket.refetch} />}
      </SpaceBetween>
    </Container>
  );
}

function List({ list, query }: { readonly list: Buckets; readonly query: UseQueryResult<Buckets> }): ReactNode {
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${list.Buckets.length}${list.NextToken === undefined ? '' : '+'})`}>
          Buckets
        </Header>
      }
      ariaLabels={{ tableLabel: 'Buckets' }}
      enableKeyboardNavigation
      items={list.Buckets}
      loading={query.isPending}
      loadingText="Loading"
      trackBy={({ BucketName }) => BucketName}
      columnDefinitions={[
        {
          id: 'name',
          header: 'Bucket',
          isRowHeader: true,
          cell: ({ BucketName }) => <PageLink to={`/call-detail-records/${BucketName}`}>{BucketName}</PageLink>,
        },
        {
          id: 'chosen',
          header: 'Records',
          cell: ({ Chosen }) =>
            Chosen ? (
              <StatusIndicator type="success">Go here</StatusIndicator>
            ) : (
              <StatusIndicator type="stopped">Go elsewhere</StatusIndicator>
            ),
        },
        {
          id: 'made',
          header: 'Made by',
          cell: ({ CreatedByCarillon }) => (CreatedByCarillon ? 'Carillon' : 'Somebody else; it was adopted'),
        },
        { id: 'created', header: 'Here since', cell: ({ CreatedTimestamp }) => formatTime(CreatedTimestamp) },
      ]}
      empty={
        <Box textAlign="center">
          <b>No buckets yet</b>
          <Box variant="p" color="text-body-secondary">
            The first one that you create is chosen at once.
          </Box>
        </Box>
      }
    />
  );
}

function CreateBucket({ isFirst, onClose }: { readonly isFirst: boolean; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const { show } = useFlashes();
  const [name, setName] = useState('');
  const [region, setRegion] = useState('');
  const fault = bucketNameFault(name);
  const settled = useSettled(fault === undefined ? name : undefined);
  const whyNot = useWhyNot('CreateCDRBucket', { bucket: settled });
  const input = { BucketName: name, ...(region.trim() !== '' && { Region: region.trim() }) };
  return (
    <FormDialog
      title="Create bucket"
      verb="Create"
      isComplete={fault === undefined && whyNot === undefined}
      act={() => client.call('chime:CreateCDRBucket', input)}
      calls={() => [codeCall('chime:CreateCDRBucket', { ...input, BucketName: name || 'acme-cdr' })]}
      onDone={() => {
        const where = isFirst ? 'Records go there from now on.' : 'Records still go where they went; choose it on its page.';
        show({ id: 'cdr-created', type: 'success', content: `The bucket ${name} is there. ${where}` });
        void queries.invalidateQueries({ queryKey: ['cdr-buckets'] });
        void queries.invalidateQueries({ queryKey: ['cdr-settings'] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField
        label="Name of the bucket"
        description="A bucket that the store has already is adopted, if it is this installation’s."
        constraintText="3 to 63 lowercase letters, digits, periods and hyphens."
        errorText={name === '' || fault === undefined ? undefined : `The name ${fault}.`}
      >
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value.trim())} />
      </FormField>
      <FormField label="Region" description="Left out, it is the store’s own.">
        <Input value={region} spellcheck={false} placeholder="eu-central-1" onChange={({ detail }) => setRegion(detail.value)} />
      </FormField>
      {name !== '' && whyNot !== undefined && (
        <Alert type="warning" statusIconAriaLabel="Warning">
          {whyNot}
        </Alert>
      )}
    </FormDialog>
  );
}
